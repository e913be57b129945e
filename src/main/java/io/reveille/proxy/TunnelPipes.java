package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.AgentView;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;

/**
 * Both directions of an upgraded connection. While the agent sleeps behind a silent one, what the client sends next
 * waits for a wake and is delivered then; pings are answered here and wake nobody.
 */
final class TunnelPipes {
  private final Exchange exchange;
  private final NetSocket client;
  private final NetSocket agent;
  private final Lane lane;
  private Optional<Silence> silence = Optional.empty();
  private boolean holding;

  TunnelPipes(Exchange exchange, NetSocket client, NetSocket agent, Lane lane) {
    this.exchange = exchange;
    this.client = client;
    this.agent = agent;
    this.lane = lane;
  }

  void begin(AgentView view) {
    silence = Silence.of(exchange, view, lane);
    exchange.whenGone(this::close);
    // an end comes behind the last byte, a close may overtake it
    agent.endHandler(ended -> client.end()).exceptionHandler(broken -> client.end());
    client.endHandler(ended -> agent.end()).exceptionHandler(broken -> close());
    client.closeHandler(closed -> close());
    client.drainHandler(room -> agent.resume());
    agent.drainHandler(room -> listen());
    agent.handler(this::toClient).resume();
    client.handler(this::toAgent).resume();
  }

  private void toClient(Buffer chunk) {
    exchange.active();
    silence.ifPresent(Silence::broken);
    client.write(chunk);
    if (client.writeQueueFull()) {
      agent.pause();
    }
  }

  private void toAgent(Buffer chunk) {
    if (resting()) {
      Optional<Buffer> pong = Ping.answer(chunk);
      if (pong.isPresent()) {
        client.write(pong.get());
        return;
      }
    }
    exchange.active();
    if (silence.map(Silence::broken).orElse(true)) {
      send(chunk);
    } else {
      hold(chunk);
    }
  }

  /** Silent, and asleep behind it. */
  private boolean resting() {
    return !exchange.counted() && !exchange.view().open();
  }

  private void send(Buffer chunk) {
    agent.write(chunk);
    if (agent.writeQueueFull()) {
      client.pause();
    }
  }

  private void listen() {
    if (!holding) {
      client.resume();
    }
  }

  private void hold(Buffer chunk) {
    holding = true;
    client.pause();
    exchange
        .hold(new Frame(chunk), exchange.view().settings().holdTimeout())
        .ifPresentOrElse(
            leave -> exchange.whenGone(() -> {
              leave.run();
              close();
            }),
            this::close);
  }

  private void deliver(Buffer chunk) {
    holding = false;
    exchange.whenGone(this::close);
    silence.ifPresent(Silence::begin);
    send(chunk);
    listen();
  }

  private void close() {
    silence.ifPresent(Silence::end);
    exchange.whenGone(() -> {});
    exchange.end();
    discard(client);
    discard(agent);
  }

  /** What was read and not passed on would never be given back to the allocator. */
  private static void discard(NetSocket socket) {
    socket.handler(null).resume();
    socket.end();
  }

  /** What the client sent into the silence, held like a request. */
  private final class Frame implements HeldRequests.Waiting {
    private final Buffer chunk;

    Frame(Buffer chunk) {
      this.chunk = chunk;
    }

    @Override
    public Future<Void> proceed(AgentView view) {
      exchange.context().runOnContext(here -> {
        if (exchange.countedAgain()) {
          deliver(chunk);
        }
      });
      return Future.succeededFuture();
    }

    @Override
    public void refuse(WakeReply reply) {
      exchange.context().runOnContext(here -> close());
    }

    @Override
    public Optional<ChatPlace> place() {
      return exchange.place();
    }
  }
}

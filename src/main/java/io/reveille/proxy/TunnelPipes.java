package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.AgentView;
import io.reveille.core.Timers.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Optional;

/**
 * Both directions of a WebSocket. As long as it is counted into the gate, bytes pass as they are. When it has been
 * silent for long it is not, and its agent may be paused; what the client says then is counted in first, or waits for
 * a wake, before the agent gets any of it.
 */
final class TunnelPipes {
  private static final Duration LAST_BYTES = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final NetSocket client;
  private final NetSocket agent;
  private final Lane lane;
  private final Conversation conversation = new Conversation();
  private final Doze doze;
  private Optional<Silence> silence = Optional.empty();
  private Optional<AgentRun> run = Optional.empty();
  private Runnable leaveQueue = () -> {};
  private boolean holding;
  private boolean finished;

  TunnelPipes(Exchange exchange, NetSocket client, NetSocket agent, Lane lane) {
    this.exchange = exchange;
    this.client = client;
    this.agent = agent;
    this.lane = lane;
    this.doze = new Doze(exchange, conversation, client, agent);
  }

  void begin(AgentView view) {
    AgentRun same = new AgentRun(exchange, view, lane).whenOpen(doze::awake);
    run = Optional.of(same);
    silence = Silence.of(exchange, view, lane).map(one -> one.unless(conversation::unanswered));
    exchange.whenGone(this::close);
    // an end comes behind the last byte, a close may overtake it
    agent.endHandler(ended -> agentEnded()).exceptionHandler(broken -> agentEnded());
    client.endHandler(ended -> close()).exceptionHandler(broken -> close());
    client.closeHandler(closed -> clientGone());
    client.drainHandler(room -> {
      agent.resume();
      listen();
    });
    agent.drainHandler(room -> listen());
    agent.handler(this::toClient).resume();
    client.handler(this::toAgent).resume();
    same.begin(() -> leave(Goodbye.ended(exchange.view())));
  }

  private void toClient(Buffer chunk) {
    if (conversation.toClient(chunk)) {
      exchange.active();
      if (enter()) {
        doze.awake();
      }
    }
    client.write(chunk);
    if (client.writeQueueFull()) {
      agent.pause();
    }
  }

  private void toAgent(Buffer chunk) {
    Buffer said = doze.continued(chunk);
    if (exchange.view().state().asleep()) {
      exchange.rest(); // somebody froze it although this was in use
    }
    if (exchange.counted()) {
      pass(said);
      return;
    }
    Buffer rest = doze.answer(said);
    if (client.writeQueueFull()) {
      client.pause(); // it asks faster than it reads the answers
    }
    if (rest.length() > 0) {
      breakSilence(rest);
    }
  }

  /** Into the count first, and only then to the agent. */
  private void breakSilence(Buffer said) {
    Optional<ControlFrame> close = conversation.clientMidFrame()
        ? Optional.empty()
        : ControlFrame.first(said).filter(frame -> frame.kind() == ControlFrame.Kind.CLOSE);
    if (close.isEmpty()) {
      exchange.active();
    }
    if (enter()) {
      deliver(said);
    } else if (close.isPresent()) {
      hangUp(close.get());
    } else {
      hold(said);
    }
  }

  private boolean enter() {
    return silence
        .map(Silence::broken)
        .orElseGet(() -> exchange.counted() || exchange.enter().isPresent());
  }

  private void deliver(Buffer said) {
    if (run.map(mine -> mine.lasts(exchange.view())).orElse(true)) {
      pass(said);
      listen();
    } else {
      conversation.toAgent(said);
      leave(Goodbye.anotherRun(exchange.view()));
    }
  }

  private void pass(Buffer said) {
    doze.takeKept().ifPresent(agent::write);
    if (conversation.toAgent(said)) {
      exchange.active();
      silence.ifPresent(Silence::broken);
    }
    agent.write(said);
    if (agent.writeQueueFull()) {
      client.pause();
    }
  }

  private void listen() {
    if (!holding && !agent.writeQueueFull()) {
      client.resume();
    }
  }

  private void hold(Buffer said) {
    holding = true;
    client.pause();
    exchange
        .hold(new Frame(said), exchange.view().settings().holdTimeout())
        .ifPresentOrElse(leave -> leaveQueue = leave, () -> refuse(said, Goodbye.tooManyWaiting()));
  }

  private void refuse(Buffer said, Goodbye goodbye) {
    conversation.toAgent(said);
    leave(goodbye);
  }

  /** The client leaves a sleeping agent: that wakes nobody, the agent finds it when it wakes. */
  private void hangUp(ControlFrame close) {
    if (!conversation.noPlaceForAFrame()) {
      client.write(close.closeInReturn());
    }
    agent.write(close.asSent());
    close();
  }

  private void agentEnded() {
    if (finished) {
      return;
    }
    boolean itsOwnDoing =
        conversation.agentClosed() || (exchange.counted() && exchange.view().open());
    if (itsOwnDoing) {
      finish();
      discard(client);
      discard(agent);
    } else {
      client.pause(); // there is nobody to hear it
      run.ifPresent(AgentRun::cut);
    }
  }

  private void clientGone() {
    if (!finished && exchange.counted() && agent.writeQueueFull()) {
      // what it sent before it left is still to be read
      Timer limit = lane.timers().after(LAST_BYTES, this::close);
      client.endHandler(ended -> {
        limit.cancel();
        close();
      });
    } else {
      close();
    }
  }

  /** Says to the client what its agent cannot say. */
  private void leave(Goodbye goodbye) {
    if (!finished) {
      finish();
      discard(agent);
      new Farewell(client, conversation, lane).say(goodbye);
    }
  }

  private void close() {
    if (!finished) {
      finish();
      discard(client);
      discard(agent);
    }
  }

  private void finish() {
    finished = true;
    silence.ifPresent(Silence::end);
    leaveQueue.run();
    exchange.end();
  }

  /** What was read and not passed on would never be given back to the allocator. */
  private static void discard(NetSocket socket) {
    socket.handler(null).resume();
    socket.end();
  }

  /** What the client sent into the silence, held like a request. */
  private final class Frame implements HeldRequests.Waiting {
    private final Buffer said;

    Frame(Buffer said) {
      this.said = said;
    }

    @Override
    public Future<Void> proceed(AgentView view) {
      Promise<Void> handedOver = Promise.promise();
      exchange.context().runOnContext(here -> {
        holding = false;
        if (exchange.countedAgain()) {
          silence.ifPresent(Silence::begin);
          deliver(said);
        }
        handedOver.complete();
      });
      return handedOver.future();
    }

    @Override
    public void refuse(WakeReply reply) {
      exchange
          .context()
          .runOnContext(here ->
              TunnelPipes.this.refuse(said, Goodbye.unwoken(reply.outcome(), exchange.view())));
    }

    @Override
    public Optional<ChatPlace> place() {
      return exchange.place();
    }
  }
}

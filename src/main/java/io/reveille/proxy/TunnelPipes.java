package io.reveille.proxy;

import io.reveille.core.AgentView;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;

/**
 * Both directions of a WebSocket. As long as it is counted into the gate, bytes pass as they are. When it has been
 * silent for long it is not, and its agent may be paused; what the client says then is counted in first, or waits for
 * a wake, before the agent gets any of it.
 */
final class TunnelPipes {
  private final Exchange exchange;
  private final NetSocket client;
  private final NetSocket agent;
  private final Lane lane;
  private final Conversation conversation = new Conversation();
  private final Doze doze;
  private final TunnelEnds ends;
  private Optional<Silence> silence = Optional.empty();
  private Optional<AgentRun> run = Optional.empty();
  private Runnable leaveQueue = () -> {};
  private boolean holding;
  private boolean leaving;

  TunnelPipes(Exchange exchange, NetSocket client, NetSocket agent, Lane lane) {
    this.exchange = exchange;
    this.client = client;
    this.agent = agent;
    this.lane = lane;
    this.doze = new Doze(exchange, conversation, client, agent);
    TunnelEnds.Sides sides = new TunnelEnds.Sides(client, agent, conversation);
    this.ends = new TunnelEnds(exchange, sides, lane, this::over);
  }

  void begin(AgentView view) {
    AgentRun same =
        new AgentRun(exchange, view, lane).whenOpen(doze::awake).whenDraining(this::stopping);
    run = Optional.of(same);
    silence = Silence.of(exchange, view, lane).map(one -> one.unless(conversation::unanswered));
    exchange.whenGone(ends::close);
    // an end comes behind the last byte, a close may overtake it
    agent
        .endHandler(ended -> ends.agentEnded(same))
        .exceptionHandler(broken -> ends.agentEnded(same));
    client.endHandler(ended -> ends.close()).exceptionHandler(broken -> ends.close());
    client.closeHandler(closed -> ends.clientGone());
    client.drainHandler(room -> {
      agent.resume();
      listen();
    });
    agent.drainHandler(room -> listen());
    agent.handler(this::toClient).resume();
    client.handler(this::toAgent).resume();
    same.begin(() -> ends.leave(Goodbye.ended(exchange.view())));
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
    leaveIfStopping();
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
      ends.hangUp(close.get());
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
      ends.leave(Goodbye.anotherRun(exchange.view()));
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
    leaveIfStopping();
  }

  private void listen() {
    if (!holding && !agent.writeQueueFull()) {
      client.resume();
    }
  }

  private void hold(Buffer said) {
    holding = true;
    client.pause();
    exchange.trace().asksForWake();
    HeldFrame frame = new HeldFrame(exchange, () -> goOn(said), goodbye -> refuse(said, goodbye));
    exchange
        .route()
        .hold(frame, exchange.view().settings().holdTimeout())
        .ifPresentOrElse(leave -> leaveQueue = leave, () -> refuse(said, Goodbye.tooManyWaiting()));
  }

  private void goOn(Buffer said) {
    holding = false;
    silence.ifPresent(Silence::begin);
    deliver(said);
  }

  private void refuse(Buffer said, Goodbye goodbye) {
    conversation.toAgent(said);
    ends.leave(goodbye);
  }

  /** Reveille stops. What has begun is finished: a frame of its own may only stand between two. */
  private void stopping() {
    leaving = true;
    leaveIfStopping();
  }

  private void leaveIfStopping() {
    boolean between = !holding
        && !conversation.clientMidFrame()
        && (conversation.agentClosed() || !conversation.noPlaceForAFrame());
    if (leaving && between) {
      ends.leaveBoth(Goodbye.stopping());
    }
  }

  private void over() {
    silence.ifPresent(Silence::end);
    leaveQueue.run();
  }
}

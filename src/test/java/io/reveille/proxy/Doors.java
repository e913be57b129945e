package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.Wake;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.AgentGate;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.core.Gates;
import io.reveille.core.Timers;
import io.reveille.testing.CountedTraffic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The real gates and queues with nothing of HTTP around them, for tests of the life cycle. */
public final class Doors implements Gates {
  private final Timers timers;
  private final Function<Wake, Future<WakeReply>> waker;
  private final Map<BotId, Door> doors = new HashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  private record Door(Gate gate, HeldRequests held) {}

  /** A request without HTTP. */
  public interface Request {
    /** It has been let in. */
    Future<Void> proceed(AgentView view);

    /** It was refused; without a reply because too many wait or nobody knows the agent. */
    void refuse(Optional<WakeReply> reply);
  }

  public Doors(Timers timers, Function<Wake, Future<WakeReply>> waker) {
    this.timers = timers;
    this.waker = waker;
  }

  @Override
  public AgentGate install(AgentView view) {
    Gate gate = new Gate(view, new CountedTraffic().elsewhere());
    HeldRequests held = new HeldRequests(
        gate, new HeldRequests.Limits(() -> 1024, () -> 10_000, waiting), timers, waker);
    doors.put(view.id(), new Door(gate, held));
    return gate;
  }

  @Override
  public void remove(BotId agent) {
    doors.remove(agent);
  }

  /** As the data plane does it: in if the gate is open, else held. Returns what the client calls when it leaves. */
  public Runnable arrive(BotId agent, Duration patience, Request request) {
    Door door = doors.get(agent);
    if (door == null) {
      request.refuse(Optional.empty());
      return () -> {};
    }
    door.gate().active(timers.nanos());
    Optional<AgentView> way = door.gate().enter();
    if (way.isPresent()) {
      request.proceed(way.get());
      return () -> {};
    }
    Optional<Runnable> leave = door.held().hold(new Waiting(request), patience);
    if (leave.isEmpty()) {
      request.refuse(Optional.empty());
    }
    return leave.orElse(() -> {});
  }

  private record Waiting(Request request) implements HeldRequests.Waiting {
    @Override
    public Future<Void> proceed(AgentView view) {
      return request.proceed(view);
    }

    @Override
    public void refuse(WakeReply reply) {
      request.refuse(Optional.of(reply));
    }

    @Override
    public Optional<ChatPlace> place() {
      return Optional.empty();
    }
  }

  /** The exchange has ended. */
  public void leave(BotId agent) {
    Door door = doors.get(agent);
    if (door != null) {
      door.gate().active(timers.nanos());
      door.gate().leave();
    }
  }

  public Optional<AgentView> enter(BotId agent) {
    return java.util.Objects.requireNonNull(doors.get(agent)).gate().enter();
  }

  public AgentGate gate(BotId agent) {
    return java.util.Objects.requireNonNull(doors.get(agent)).gate();
  }
}

package io.reveille.simulation;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Keep;
import io.reveille.core.Operation;
import io.reveille.core.RestartPolicy;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The invariants of the specification, held against the truth at every step of a walk. */
final class Invariants {
  private final Timers clock;
  private final RestartPolicy policy;
  private final Set<BotId> underWay = new HashSet<>();
  private final Map<BotId, Integer> exchanges = new HashMap<>();
  private final Map<BotId, Attempts> attempts = new HashMap<>();
  private final Map<BotId, Instant> undecidable = new HashMap<>();
  private final Set<Generation> onTrust = new HashSet<>();
  private Optional<Broken> first = Optional.empty();

  /** Restarts since the agent was last stable or forgiven. */
  private static final class Attempts {
    private final Map<Exit, Integer> planned = new HashMap<>();
    private Optional<Instant> notBefore = Optional.empty();
    private Generation ready = Generation.NONE;
    private Instant readyAt = Instant.MAX;
  }

  /** What a walk ends with when it finds one broken. */
  static final class Broken extends AssertionError {
    private static final long serialVersionUID = 1L;

    Broken(int invariant, String what) {
      super("invariant " + invariant + ": " + what);
    }
  }

  Invariants(Timers clock, RestartPolicy policy) {
    this.clock = clock;
    this.policy = policy;
  }

  /** Remembered, because what is thrown inside of a future's handler is lost. */
  private Broken broken(int invariant, String what) {
    Broken now = new Broken(invariant, what);
    first = first.or(() -> Optional.of(now));
    return now;
  }

  /** Throws the first that was broken. */
  void check() {
    first.ifPresent(broken -> {
      throw broken;
    });
  }

  /** 1: forwarded only to an agent that is ready, as far as Reveille can know. */
  void forwarded(Container container) {
    boolean ready = container.status == Status.RUNNING && container.answers;
    boolean asItWasFound = container.changedByOthers || onTrust.contains(container.generation);
    if (!ready && !asItWasFound) {
      throw broken(
          1,
          container.id + " got a request while it was " + container.status
              + (container.answers ? "" : " and did not answer yet"));
    }
    exchanges.merge(container.id, 1, Integer::sum);
  }

  void exchangeEnded(BotId agent) {
    exchanges.merge(agent, -1, Integer::sum);
  }

  void allExchangesCut() {
    exchanges.clear();
  }

  void died(Container container) {
    exchanges.remove(container.id);
  }

  int exchanges(BotId agent) {
    return exchanges.getOrDefault(agent, 0);
  }

  /** 1: nobody is put to sleep under a request. */
  void sleeps(Container container, Operation operation) {
    boolean toSleep = operation == Operation.PAUSE || operation == Operation.STOP;
    if (toSleep && exchanges(container.id) > 0 && container.status == Status.RUNNING) {
      throw broken(
          1,
          operation.word() + " of " + container.id + " under " + exchanges(container.id)
              + " requests");
    }
  }

  /** 2: one operation at a time. */
  void begins(BotId agent, Operation operation) {
    if (!underWay.add(agent)) {
      throw broken(2, operation.word() + " of " + agent + " while another operation is under way");
    }
    if (operation == Operation.START) {
      startsInTime(agent);
    }
  }

  void ends(BotId agent) {
    underWay.remove(agent);
  }

  /** What a killed Reveille had asked for is no longer anybody's business. */
  void forgetOperations() {
    underWay.clear();
  }

  /** 6: neither a message nor a restart of Reveille skips the backoff. */
  private void startsInTime(BotId agent) {
    Attempts so = attempts.computeIfAbsent(agent, one -> new Attempts());
    so.notBefore.filter(at -> clock.wall().isBefore(at)).ifPresent(at -> {
      throw broken(
          6,
          agent + " is started " + Duration.between(clock.wall(), at)
              + " before its backoff is over");
    });
  }

  /** 3: no request waits longer than it has to, and none is answered twice. */
  void answered(BotId agent, int times, long deadlineNanos) {
    if (times > 1) {
      throw broken(3, "a request to " + agent + " was answered twice");
    }
    if (clock.nanos() > deadlineNanos) {
      throw broken(
          3,
          "a request to " + agent + " was answered "
              + Duration.ofNanos(clock.nanos() - deadlineNanos) + " too late");
    }
  }

  /** 3: whoever waited in vain was waited for. */
  void refused(BotId agent, Optional<WakeReply> reply, boolean somethingWasDone) {
    boolean inVain =
        reply.filter(one -> one.outcome() == WakeReply.Outcome.STILL_WAKING).isPresent();
    if (inVain && !somethingWasDone) {
      throw broken(3, "a request to " + agent + " waited, and nobody was asked to wake it");
    }
  }

  /** 5 and 6, by what Reveille tells. */
  void told(AgentEvent event, Function<BotId, Container> containers) {
    event.agent().ifPresent(agent -> {
      Attempts so = attempts.computeIfAbsent(agent, one -> new Attempts());
      Container container = containers.apply(agent);
      forgiveTheStable(so);
      switch (event.name()) {
        case "agent.crashed" -> crashed(event, container, so);
        case "agent.stopped" -> {
          stopped(event, container);
          so.notBefore = Optional.empty();
          so.ready = Generation.NONE;
        }
        case "agent.restarting" -> planned(container, event, so);
        case "agent.ready" -> ready(container, so);
        // given up, or stopped by somebody: then the next message starts it as any other
        case "agent.failed" -> so.notBefore = Optional.empty();
        // whoever paused it before Reveille came had it running: that is taken for listening
        case "agent.paused" -> {
          if (event.previous().equals(Optional.of(State.MISSING))) {
            onTrust.add(container.generation);
          }
        }
        // recreated by somebody: it has never been started, so there is nothing to wait for
        case "agent.removed" -> so.notBefore = Optional.empty();
        case "agent.updated" -> {
          if (event.state().equals(Optional.of(State.CREATED))) {
            so.notBefore = Optional.empty();
          }
        }
        case "agent.reset" -> forgive(so);
        default -> {} // tells nothing of crashes and attempts
      }
    });
  }

  /** 0, for it has no number: what an operator holds an agent to is obeyed, also by a Reveille that has just begun. */
  void obeys(AgentEvent event, Optional<Keep> order) {
    boolean fellAsleep =
        event.name().equals("agent.idle") && event.cause().equals(Optional.of(Cause.IDLE_TIMEOUT));
    boolean wokeUp = event.name().equals("agent.waking")
        && event.cause().equals(Optional.of(Cause.REQUEST))
        && event.previous().filter(State::asleep).isPresent();
    order.ifPresent(keep -> {
      if (keep.mode() == Keep.Mode.AWAKE ? fellAsleep : wokeUp) {
        throw broken(0, event.agent() + " is kept " + keep + ", but there is " + event.name());
      }
    });
  }

  /** At the end, what Reveille holds an agent to is what the journal says. */
  void isHeldTo(BotId agent, Optional<Keep> recorded, Optional<Keep> obeyed) {
    if (!recorded.equals(obeyed)) {
      throw broken(7, agent + " is held to " + obeyed + ", but the journal says " + recorded);
    }
  }

  private void crashed(AgentEvent event, Container container, Attempts so) {
    boolean byExit = event.previous().filter(state -> state == State.RESTARTING).isEmpty();
    if (byExit
        && event.cause().equals(Optional.of(Cause.EXIT))
        && wasDeliberate(container, event)) {
      throw broken(5, container.id + " was stopped, and that was taken for a crash");
    }
    so.ready = Generation.NONE;
  }

  /** As far as Reveille can know: until it has heard of the end. A pause in between does not begin it anew. */
  private void forgiveTheStable(Attempts so) {
    if (so.ready.everRan()
        && Duration.between(so.readyAt, clock.wall()).compareTo(policy.resetAfter()) >= 0) {
      so.planned.clear();
    }
  }

  private boolean wasDeliberate(Container container, AgentEvent event) {
    return event.exit().isPresent()
        && container.exit.equals(event.exit())
        && container.crash(container.generation).equals(Optional.of(false));
  }

  /**
   * Reveille was killed between writing down a stop and hearing of it: for a while nobody can tell whether an
   * exit is that stop.
   */
  void cannotBeToldApart(BotId agent, Instant until) {
    undecidable.put(agent, until);
  }

  private void stopped(AgentEvent event, Container container) {
    if (clock.wall().isBefore(undecidable.getOrDefault(container.id, Instant.MIN))) {
      return;
    }
    boolean seenBefore = event
        .previous()
        .filter(state -> state == State.RUNNING || state == State.PAUSED)
        .isPresent();
    if (seenBefore
        && event.cause().equals(Optional.of(Cause.EXIT))
        && container.exit.equals(event.exit())
        && container.crash(container.generation).equals(Optional.of(true))) {
      throw broken(5, container.id + " crashed, and that was taken for a stop");
    }
  }

  /** A crash that a killed Reveille had told of but not written down is told of again: it counts once. */
  private void planned(Container container, AgentEvent event, Attempts so) {
    if (event.previous().equals(Optional.of(State.FAILED))) {
      so.notBefore = Optional.empty();
      return;
    }
    event.exit().ifPresent(exit -> so.planned.put(exit, event.attempt()));
    so.notBefore = event.nextAttemptAt();
    if (so.planned.size() > policy.max()) {
      throw broken(6, container.id + " gets attempt " + so.planned.size() + " of " + policy.max());
    }
  }

  /** Reveille was killed, and that is what the journal had taken: of a later plan nobody knows. */
  void remembered(BotId agent, Restarts recorded) {
    Attempts so = attempts.computeIfAbsent(agent, one -> new Attempts());
    so.planned.values().removeIf(number -> number > recorded.attempts());
    if (!recorded.nextAttemptAt().equals(so.notBefore)) {
      so.notBefore = Optional.empty();
    }
  }

  /** Stable is a generation that has been ready for long enough; a pause in between does not begin it anew. */
  private void ready(Container container, Attempts so) {
    so.notBefore = Optional.empty();
    if (!container.generation.equals(so.ready)) {
      so.ready = container.generation;
      so.readyAt = clock.wall();
    }
  }

  private static void forgive(Attempts so) {
    so.planned.clear();
    so.notBefore = Optional.empty();
  }

  /** Somebody else has taken the agent in hand: the backoff is no longer Reveille's. */
  void othersActed(BotId agent) {
    attempts.computeIfAbsent(agent, one -> new Attempts()).notBefore = Optional.empty();
  }

  /** 7: at the end, what the journal says agrees with what is so. */
  void agrees(Container container, State recorded, String record) {
    boolean agrees = switch (container.status) {
      case RUNNING ->
        recorded == State.RUNNING
            || recorded == State.STARTING
            || recorded == State.IDLE
            || recorded == State.RESTARTING;
      case PAUSED -> recorded == State.PAUSED;
      case EXITED, RESTARTING ->
        recorded == State.STOPPED || recorded == State.RESTARTING || recorded == State.FAILED;
      case CREATED -> recorded == State.CREATED || recorded == State.MISSING;
      case MISSING -> recorded == State.MISSING;
    };
    if (!agrees) {
      throw broken(7, container.id + " is " + container.status + " but the journal says " + record);
    }
  }

  /** 8: admins know of each agent that is given up, and of none that answers again. */
  void adminsKnow(BotId agent, State recorded, boolean told) {
    if (recorded == State.FAILED && !told) {
      throw broken(8, agent + " has failed, and nobody is told");
    }
    if (recorded == State.RUNNING && told) {
      throw broken(8, agent + " runs again, and nobody is told");
    }
  }
}

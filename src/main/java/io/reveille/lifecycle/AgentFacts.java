package io.reveille.lifecycle;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentRecord;
import io.reveille.core.AgentView;
import io.reveille.core.Generation;
import io.reveille.core.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One agent as others see it: the data plane by its view, the journal by its record. Reads, and changes nothing. */
final class AgentFacts {
  private final AgentKeeper keeper;
  private Optional<Instant> activeBefore = Optional.empty();

  AgentFacts(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  /** What an earlier Reveille saw last of its requests. */
  void recallActivity(Optional<Instant> at) {
    activeBefore = at;
  }

  AgentView view() {
    return new AgentView(
        keeper.id(),
        keeper.state(),
        keeper.witness().last().generation(),
        keeper.witness().last().endpoint(),
        keeper.settings(),
        keeper.reasons().since(),
        retryAtNanos(),
        keeper.wakeLog().lastKind(),
        keeper.wakeLog().lastTook(),
        keeper.wakeLog().usual(keeper.state()),
        keeper.witness().lastExit(),
        keeper.state() == State.STARTING
            && keeper.witness().last().status() == Sighting.Status.RUNNING);
  }

  /** See {@link AgentView#retryAtNanos}. */
  long retryAtNanos() {
    return switch (keeper.state()) {
      case RESTARTING -> keeper.supervisor().attemptAtNanos();
      case FAILED -> {
        Duration coolDown = keeper.settings().restarts().failedRetryAfter();
        Duration rest = coolDown.minus(Duration.between(keeper.reasons().since(), keeper.wall()));
        yield coolDown.isZero() ? Long.MAX_VALUE : keeper.nanos() + rest.toNanos();
      }
      case CREATED, STARTING, RUNNING, IDLE, PAUSED, STOPPED, CRASHED, MISSING -> keeper.nanos();
    };
  }

  AgentRecord record() {
    return new AgentRecord(
        keeper.id(),
        keeper.state(),
        keeper.reasons().cause(),
        keeper.reasons().since(),
        lastActivityAt(),
        toRemember(),
        keeper.supervisor().restarts(),
        keeper.witness().lastExit());
  }

  /** What was put to sleep before it ever answered must prove itself, also to the next Reveille. */
  private Generation toRemember() {
    boolean quiet = keeper.state() == State.PAUSED || keeper.state() == State.IDLE;
    boolean unproven = quiet && !keeper.witness().isKnownToAnswer(keeper.generation());
    return unproven ? Generation.NONE : keeper.generation();
  }

  Optional<Instant> lastActivityAt() {
    long last = keeper.gate().lastActivityNanos();
    return last == Long.MIN_VALUE
        ? activeBefore
        : Optional.of(
            keeper.wall().minusNanos(keeper.nanos() - last).truncatedTo(ChronoUnit.MILLIS));
  }
}

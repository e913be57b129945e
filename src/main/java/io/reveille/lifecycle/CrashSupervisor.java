package io.reveille.lifecycle;

import io.reveille.core.Agent.Event;
import io.reveille.core.Cause;
import io.reveille.core.RestartPolicy;
import io.reveille.core.Restarts;
import io.reveille.core.Timers;
import java.time.Duration;
import java.time.Instant;

/** Restarts one crashed agent with growing waits until its budget is spent. Neither a message nor a restart of Reveille resets it. */
final class CrashSupervisor {
  private final AgentKeeper keeper;
  private Restarts restarts = Restarts.NONE;
  private Timers.Timer timer = () -> {};
  private long attemptAt = Long.MIN_VALUE;

  CrashSupervisor(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  void recall(Restarts recorded) {
    restarts = recorded;
  }

  /** @param ranFor how long the generation that crashed had been ready */
  void plan(Duration ranFor) {
    restarts = restarts.afterCrash(
        policy(),
        ranFor,
        keeper.ports().timers().wall(),
        keeper.ports().chance().getAsDouble());
    keeper.apply(restarts.nextAttemptAt().isPresent() ? Event.PLANNED : Event.SPENT, Cause.EXIT);
  }

  /** An attempt is planned: waits for it, for as long as is left of the wait. */
  void await() {
    Instant now = keeper.ports().timers().wall();
    Duration left = Duration.between(now, restarts.nextAttemptAt().orElse(now));
    // a wall clock that was set back must not make the wait longer than it can be
    Duration wait = left.compareTo(policy().backoffMax()) > 0 ? policy().backoffMax() : left;
    attemptAt = keeper.nanos() + Math.max(0, wait.toNanos());
    timer.cancel();
    int version = keeper.version();
    timer = keeper.ports().timers().after(wait, () -> {
      if (keeper.version() == version) {
        restarts =
            new Restarts(restarts.attempts(), java.util.Optional.empty(), restarts.firstCrashAt());
        keeper.apply(Event.ATTEMPT_DUE, Cause.EXIT);
      }
    });
  }

  /** On the monotonic clock, when the planned attempt begins. */
  long attemptAtNanos() {
    return attemptAt;
  }

  void forgive() {
    restarts = Restarts.NONE;
  }

  void stop() {
    timer.cancel();
  }

  Restarts restarts() {
    return restarts;
  }

  private RestartPolicy policy() {
    return keeper.settings().restarts();
  }
}

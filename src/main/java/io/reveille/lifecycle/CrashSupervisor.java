package io.reveille.lifecycle;

import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import io.reveille.core.Cause;
import io.reveille.core.RestartPolicy;
import io.reveille.core.Restarts;
import io.reveille.core.Timers;
import io.vertx.circuitbreaker.CircuitBreakerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Restarts one crashed agent with growing waits until its budget is spent. Neither a message nor a restart of Reveille
 * resets it. {@link Restarts} knows how far it has come and is written down; a {@link CrashBreaker} waits, tries
 * and gives up. It is made at the first crash: an agent that never crashes costs nothing here.
 */
final class CrashSupervisor {
  private final AgentKeeper keeper;
  private Restarts restarts = Restarts.NONE;
  private Optional<CrashBreaker> breaker = Optional.empty();
  private Timers.Timer stable = () -> {};
  private long attemptAt;

  CrashSupervisor(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  void recall(Restarts recorded) {
    restarts = recorded;
  }

  /** @param ranFor how long the run that crashed had been ready */
  void crashed(Duration ranFor) {
    if (restarts.settled(policy(), ranFor).equals(Restarts.NONE)) {
      forgive();
    }
    int left = policy().max() - restarts.attempts();
    restarts = restarts.afterCrash(
        policy(), ranFor, keeper.wall(), keeper.ports().chance().getAsDouble());
    supervise(breaker.filter(one -> one.fits(policy())).orElseGet(() -> breaker(left)));
  }

  private void supervise(CrashBreaker next) {
    breaker = Optional.of(next);
    attemptAt = keeper.nanos() + untilNextAttempt().toNanos();
    next.crashed();
  }

  private CrashBreaker breaker(int attempts) {
    return breaker(attempts, policy().failedRetryAfter());
  }

  private CrashBreaker breaker(int attempts, Duration coolDown) {
    CrashBreaker.Limits limits = new CrashBreaker.Limits(policy(), Math.max(0, attempts), coolDown);
    return new CrashBreaker(this, limits, keeper.ports().breakers());
  }

  private Duration untilNextAttempt() {
    Instant now = keeper.wall();
    Duration left = Duration.between(now, restarts.nextAttemptAt().orElse(now));
    // a wall clock that was set back must not make the wait longer than it can be
    Duration wait = left.compareTo(policy().backoffMax()) > 0 ? policy().backoffMax() : left;
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** What an earlier Reveille had begun goes on: the wait for an attempt, or for the cool-down to be over. */
  void resume() {
    if (keeper.state() == State.RESTARTING) {
      // the one that is planned is among them, also if the budget has become smaller meanwhile
      supervise(breaker(Math.max(1, policy().max() - restarts.attempts() + 1)));
    } else {
      coolDown();
    }
  }

  /** Given up: waits until one message may try, for what is left of that wait. */
  void coolDown() {
    boolean onlyByAdmin = policy().failedRetryAfter().isZero();
    long rest = keeper.facts().retryAtNanos() - keeper.nanos();
    Duration wait = onlyByAdmin ? Duration.ZERO : Duration.ofNanos(Math.max(1, rest));
    CrashBreaker opened = breaker(0, wait);
    breaker = Optional.of(opened);
    opened.open();
  }

  /** The breaker begins to wait for the next attempt, for that long. */
  Duration backoff() {
    keeper.apply(Event.PLANNED, Cause.EXIT);
    return Duration.ofNanos(attemptAt - keeper.nanos());
  }

  /** The breaker wants the next run: the attempt that was waited for, or the trial. */
  void restart(CrashBreaker by) {
    keeper.inOrder(() -> {
      if (!isOurs(by)) {
        return; // left behind
      }
      switch (keeper.state()) {
        case RESTARTING -> attempt();
        case FAILED -> keeper.apply(Event.ATTEMPT_DUE, Cause.REQUEST);
        // somebody has taken the agent in hand meanwhile
        case CREATED, STARTING, RUNNING, IDLE, PAUSED, STOPPED, CRASHED, MISSING -> letGo();
      }
    });
  }

  private void attempt() {
    restarts = restarts.begun();
    keeper.apply(Event.ATTEMPT_DUE, Cause.EXIT);
  }

  private boolean isOurs(CrashBreaker one) {
    return breaker.filter(ours -> ours == one).isPresent();
  }

  /** All attempts have come to nothing. */
  void giveUp(CrashBreaker by) {
    keeper.inOrder(() -> {
      if (isOurs(by)) {
        keeper.apply(Event.SPENT, Cause.EXIT);
      }
    });
  }

  /** Given up, but the cool-down is over. */
  boolean isTrialAllowed() {
    return keeper.state() == State.FAILED && state() == CircuitBreakerState.HALF_OPEN;
  }

  void tryOnce() {
    breaker.ifPresent(CrashBreaker::tryOnce);
  }

  /** It is up, or sleeps with its memory kept. When it has been for long enough, the count starts again. */
  void awaitStability() {
    if (!restarts.equals(Restarts.NONE)) {
      Duration readyFor = keeper.wakeLog().readyFor(keeper.witness().last().generation());
      stable = keeper.after(policy().resetAfter().minus(readyFor), this::forgive);
    }
  }

  /** The state has ended, and what was waited for in it. */
  void stop() {
    stable.cancel();
  }

  void forgive() {
    restarts = Restarts.NONE;
    breaker.ifPresent(CrashBreaker::close);
    letGo();
  }

  /** Whatever the breaker waits for is nobody's any more. How far the restarts have come is not forgotten. */
  void letGo() {
    breaker = Optional.empty();
  }

  String name() {
    return keeper.id().value();
  }

  CircuitBreakerState state() {
    return breaker.map(CrashBreaker::state).orElse(CircuitBreakerState.CLOSED);
  }

  /** On the monotonic clock, when the planned attempt begins. */
  long attemptAtNanos() {
    return attemptAt;
  }

  Restarts restarts() {
    return restarts;
  }

  private RestartPolicy policy() {
    return keeper.settings().restarts();
  }
}

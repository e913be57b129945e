package io.reveille.lifecycle;

import io.reveille.core.RestartPolicy;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/**
 * The circuit breaker of one agent that has crashed. Its operation is a run of the agent, which succeeds by being
 * stable and fails by ending before that. The run that has crashed is the first, each further one is a restart: so its
 * retries are the attempts, and its retry policy is the backoff. It counts an operation with all its retries as one
 * failure, and one opens it: then the agent has failed. Half-open, it lets one more run through, the trial.
 *
 * <p>A wait that a circuit breaker has begun cannot be called off. So a breaker that no longer fits, because somebody
 * has taken the agent in hand or its settings have changed, is left behind, and another is made from the attempts that
 * are known, exactly as after a restart of Reveille. What was left behind ends in nothing.
 */
final class CrashBreaker {
  private static final long NEVER = -1;

  private final CrashSupervisor supervisor;
  private final Limits limits;
  private final CircuitBreaker breaker;
  private Phase phase = Phase.NEW;
  private Promise<Void> run = Promise.promise();

  /**
   * @param attempts that are left under {@code policy}
   * @param coolDown how long it stays open; zero: for ever
   */
  record Limits(RestartPolicy policy, int attempts, Duration coolDown) {
    private CircuitBreakerOptions options() {
      return new CircuitBreakerOptions()
          .setNotificationAddress(null) // else it tells the bus of itself every 2 s
          .setTimeout(NEVER) // a wake has its own limit, and a run has none
          .setMaxFailures(1)
          .setMaxRetries(attempts)
          .setResetTimeout(coolDown.isZero() ? NEVER : millis(coolDown));
    }
  }

  private enum Phase {
    NEW,
    /** For the next attempt, or for whoever closes it. */
    WAITING,
    /** A run has been asked for, and is not stable yet. */
    TRYING
  }

  CrashBreaker(CrashSupervisor supervisor, Limits limits, Breakers breakers) {
    this.supervisor = supervisor;
    this.limits = limits;
    this.breaker = breakers
        .make(supervisor.name(), limits.options())
        .retryPolicy((crash, attempt) -> millis(supervisor.backoff()));
  }

  /** Whether it can go on with the next crash. */
  boolean fits(RestartPolicy policy) {
    return phase == Phase.TRYING
        && limits.policy().equals(policy)
        && limits.coolDown().equals(policy.failedRetryAfter());
  }

  /** The run has ended. Waits for the next attempt, or opens if there is none. */
  void crashed() {
    switch (phase) {
      case NEW -> execute();
      case TRYING -> {
        phase = Phase.WAITING;
        run.fail("crashed");
      }
      case WAITING -> {} // nothing has run since
    }
  }

  /** Half-open: one more run may be tried. */
  void tryOnce() {
    execute();
  }

  /** It had opened before: an earlier Reveille gave the agent up. */
  void open() {
    phase = Phase.WAITING;
    breaker.open();
  }

  /** The run has lasted, or all is forgiven. */
  void close() {
    run.tryComplete();
  }

  CircuitBreakerState state() {
    return breaker.state();
  }

  private void execute() {
    breaker.execute(this::nextRun).onFailure(opened -> supervisor.giveUp(this));
  }

  private Future<Void> nextRun() {
    if (phase == Phase.NEW) {
      phase = Phase.WAITING;
      return Future.failedFuture("crashed"); // the run that this breaker was made for
    }
    phase = Phase.TRYING;
    run = Promise.promise();
    supervisor.restart(this);
    return run.future();
  }

  /** Vert.x counts in whole milliseconds from 1 on; rounding up never fires early. */
  private static long millis(Duration wait) {
    return Math.max(1, (wait.toNanos() + 999_999) / 1_000_000);
  }
}

package io.reveille.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the restarts of an agent have come. Survives a restart of Reveille.
 *
 * @param attempts made or planned since the agent was last stable
 */
public record Restarts(
    int attempts, Optional<Instant> nextAttemptAt, Optional<Instant> firstCrashAt) {
  public static final Restarts NONE = new Restarts(0, Optional.empty(), Optional.empty());

  /**
   * After one more crash: either with a next attempt, or without one because the budget is spent.
   *
   * @param ranFor how long the generation that crashed had been ready; zero if it never was
   * @param random in [0, 1), for the jitter
   */
  public Restarts afterCrash(RestartPolicy policy, Duration ranFor, Instant now, double random) {
    if (isStable(policy, ranFor) && attempts > 0) {
      return NONE.afterCrash(policy, ranFor, now, random);
    }
    Optional<Instant> first = firstCrashAt.or(() -> Optional.of(now));
    if (policy.spentAfter(attempts)) {
      return new Restarts(attempts, Optional.empty(), first);
    }
    int attempt = attempts + 1;
    return new Restarts(attempt, Optional.of(now.plus(policy.waitBefore(attempt, random))), first);
  }

  /** The attempt that was planned is being made. */
  public Restarts begun() {
    return new Restarts(attempts, Optional.empty(), firstCrashAt);
  }

  /** What counts now, for an agent that has been ready for {@code ranFor}. */
  public Restarts settled(RestartPolicy policy, Duration ranFor) {
    return isStable(policy, ranFor) ? NONE : this;
  }

  private static boolean isStable(RestartPolicy policy, Duration ranFor) {
    return ranFor.compareTo(policy.resetAfter()) >= 0;
  }
}

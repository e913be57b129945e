package io.reveille.core;

import java.time.Duration;

/**
 * How a crashed agent is restarted.
 *
 * @param max failed attempts until the agent is given up
 * @param backoff before the first attempt; doubles with each
 * @param backoffMax the longest wait
 * @param resetAfter stable this long, then the count starts again
 * @param failedRetryAfter failed this long, then one message may try again; zero: only an admin
 */
public record RestartPolicy(
    int max,
    Duration backoff,
    Duration backoffMax,
    Duration resetAfter,
    Duration failedRetryAfter) {
  private static final double JITTER = 0.1;
  private static final int NO_MORE_DOUBLING = 30;

  /**
   * The wait before attempt {@code attempt}, counted from 1.
   *
   * @param random in [0, 1): moves the wait by up to ±10 %, so that agents which crashed together do
   *     not start together
   */
  public Duration waitBefore(int attempt, double random) {
    long doubled = backoff.toMillis() << Math.min(attempt - 1, NO_MORE_DOUBLING);
    long capped = Math.min(doubled < 0 ? Long.MAX_VALUE : doubled, backoffMax.toMillis());
    long jittered = Math.round(capped * (1 - JITTER + 2 * JITTER * random));
    return Duration.ofMillis(Math.min(jittered, backoffMax.toMillis()));
  }

  public boolean spentAfter(int attempts) {
    return attempts >= max;
  }
}

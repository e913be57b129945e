package io.reveille.proxy;

import java.time.Duration;

/** How long to wait before one looks or tries again, for what is mostly a matter of milliseconds. */
final class Steps {
  static final Duration FIRST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofMillis(100);

  private Steps() {}

  static Duration next(Duration step) {
    Duration twice = step.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }
}

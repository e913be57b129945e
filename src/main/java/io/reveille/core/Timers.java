package io.reveille.core;

import java.time.Duration;
import java.time.Instant;

/** Time, passed in. Callbacks come on the caller's own thread of work, never inside {@link #after}. */
public interface Timers {
  /** The monotonic clock in nanoseconds: for deadlines and backoffs. */
  long nanos();

  /** The wall clock: only stored and shown. */
  Instant wall();

  /** Runs {@code action} once, {@code delay} from now; at once, but not inside this call, if it is zero or less. */
  Timer after(Duration delay, Runnable action);

  /** A timer that was set. */
  @FunctionalInterface
  interface Timer {
    /** Does nothing if it has fired already. */
    void cancel();
  }
}

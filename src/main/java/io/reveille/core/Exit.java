package io.reveille.core;

import java.time.Duration;
import java.time.Instant;

/**
 * How a generation ended.
 *
 * @param code the exit code; 128 + n after signal n
 * @param oomKilled whether the kernel ended it for want of memory
 * @param announced whether it was none of its own doing: the runtime said that somebody stops it, or it was killed
 *     from outside while it was paused
 */
public record Exit(int code, boolean oomKilled, boolean announced, Instant at) {
  private static final int SIGKILL_EXIT = 137;

  /** How far the end of an agent that was killed while it was frozen may be from its thaw: up to 3 ms were seen. */
  private static final Duration TO_LIGHT = Duration.ofMillis(100);

  /**
   * Whether an agent that was thawed at {@code thawed}, and ended so, was dead already and never ran again: a kill from
   * outside the runtime shows only then, where the kernel has version 1 of control groups (F12).
   */
  public static boolean isOfOneFrozen(int code, Instant end, Instant thawed) {
    return code == SIGKILL_EXIT && Duration.between(thawed, end).abs().compareTo(TO_LIGHT) < 0;
  }

  /** The same of this end, as long as the runtime thinks so, too. */
  public boolean isOfOneFrozen(Instant thawed) {
    return announced && isOfOneFrozen(code, at, thawed);
  }

  /** Whether this was a crash, given whether Reveille itself had asked for the stop. */
  public boolean isCrash(boolean askedByUs) {
    return !askedByUs && !announced && (code != 0 || oomKilled);
  }
}

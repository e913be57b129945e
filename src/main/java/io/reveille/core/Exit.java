package io.reveille.core;

import java.time.Instant;

/**
 * How a generation ended.
 *
 * @param code the exit code; 128 + n after signal n
 * @param oomKilled whether the kernel ended it for want of memory
 * @param announced whether the runtime said beforehand that somebody stops it
 */
public record Exit(int code, boolean oomKilled, boolean announced, Instant at) {
  /** Whether this was a crash, given whether Reveille itself had asked for the stop. */
  public boolean isCrash(boolean askedByUs) {
    return !askedByUs && !announced && (code != 0 || oomKilled);
  }
}

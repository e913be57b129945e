package io.reveille.runtime;

import io.reveille.core.Exit;
import java.time.Instant;

/**
 * How the end of a process is told that no Reveille saw, or that was not our child any more: the system keeps
 * an exit code for the parent alone.
 *
 * <p>Reveille had asked it to stop: then it was that stop. The machine was started anew since: then it ended with
 * the machine, which is a stop too. Otherwise nobody knows, and it is told as a crash: a crash taken for a
 * stop would hide a fault, a stop taken for a crash costs one start out of a limited budget.
 */
final class UnseenEnd {
  /** Of an end that nobody can account for. */
  private static final int UNKNOWN = 1;
  /** 128 + SIGTERM. */
  private static final int STOPPED = 143;

  private UnseenEnd() {}

  static Exit of(boolean dismissed, boolean otherBoot, Instant foundAt) {
    boolean announced = dismissed || otherBoot;
    return new Exit(announced ? STOPPED : UNKNOWN, false, announced, foundAt);
  }
}

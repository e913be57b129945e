package io.reveille.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that admins should know of, and who was told.
 *
 * @param event its name, without the prefix {@code reveille.}
 * @param endedAt empty while it goes on
 */
public record Trouble(
    long number,
    String event,
    Optional<BotId> agent,
    Instant at,
    Optional<Instant> endedAt,
    String title,
    String detail,
    List<Delivery> deliveries) {

  /**
   * How far the word has come to one target.
   *
   * @param next when it is tried again; empty if it is not
   * @param problem what the target said at the last attempt; empty if it took it
   */
  public record Delivery(
      String target, State state, int attempts, Optional<Instant> next, String problem) {

    public enum State {
      PENDING,
      SENT,
      /** The target does not exist any more. */
      FAILED
    }
  }
}

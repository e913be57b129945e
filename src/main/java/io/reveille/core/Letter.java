package io.reveille.core;

import java.time.Instant;
import java.util.Optional;

/**
 * One alert on its way to one target.
 *
 * @param id the same at each attempt, so that the receiver can tell a duplicate
 * @param attempts made so far
 * @param due not before then
 */
public record Letter(
    String id, String target, Alert alert, int attempts, Instant due, Waiting waiting) {
  private static final String END = "-resolved";

  /** Why it was not delivered at the last attempt. */
  public enum Waiting {
    /** There was none. */
    NEW,
    /** The target did not take anything. */
    TARGET,
    /** The target named a time. */
    ASKED,
    /** The target does not take this one. */
    LETTER
  }

  /** The ID of the note that tells the end of what {@code beginning} told. */
  public static String idOfEnd(String beginning) {
    return beginning + END;
  }

  /** The ID of the note whose trouble has ended, if this one says so. */
  public Optional<String> resolves() {
    return alert.resolved() && id.endsWith(END)
        ? Optional.of(id.substring(0, id.length() - END.length()))
        : Optional.empty();
  }
}

package io.reveille.core;

import java.util.Set;

/**
 * What the journal does about alerts when it takes a step, in the same transaction.
 *
 * @param subject what the trouble is with: an agent, the runtime, a target
 * @param troubles names of the events that began it; one if it begins now
 * @param letter the ID and target of what is sent; of an end, only the alert counts
 * @param tellEnd whether the target hears of the end, too
 */
public record Notice(
    Kind kind, String subject, Set<String> troubles, Envelope letter, boolean tellEnd) {
  /** The target of what is only written down. It comes before those who are told. */
  public static final String TO_NOBODY = "";

  public enum Kind {
    /** Sent, whatever was sent before. */
    ONCE,
    /** Sent, unless this target knows of the same trouble and it has not ended. */
    BEGINS,
    /** Sent to those that know of the trouble and want to hear of its end. */
    ENDS
  }

  /** An alert with its address; both texts are empty as long as nobody knows whom it goes to. */
  public record Envelope(String id, String target, Alert alert) {}
}

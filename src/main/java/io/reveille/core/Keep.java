package io.reveille.core;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What an operator holds an agent to.
 *
 * @param until empty: until somebody ends it
 */
public record Keep(Mode mode, Optional<Instant> until) {

  /** {@code AWAKE}: it does not fall asleep by itself. {@code ASLEEP}: nobody wakes it. */
  public enum Mode {
    AWAKE,
    ASLEEP;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The mode that {@link #word} spells; throws {@link IllegalArgumentException} on any other text. */
    public static Mode of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public boolean holds(Instant now) {
    return until.map(now::isBefore).orElse(true);
  }
}

package io.reveille.core;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A line that an agent wrote.
 *
 * @param at empty if the runtime does not tell
 */
public record LogLine(Optional<Instant> at, Source source, String text) {

  /** Where it was written; {@code UNKNOWN} if the runtime does not tell. */
  public enum Source {
    STDOUT,
    STDERR,
    UNKNOWN;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Of which nothing but the text is known. */
  public static LogLine of(String text) {
    return new LogLine(Optional.empty(), Source.UNKNOWN, text);
  }
}

package io.reveille.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations and times in words, and back. */
final class Words {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})\\s*(ms|s|m|min|h)?");
  private static final long MIB = 1024 * 1024;
  private static final long GIB = 1024 * MIB;

  private Words() {}

  /** For example {@code 3 min}: one number is enough for people. */
  static String of(Duration duration) {
    Duration length = duration.isNegative() ? Duration.ZERO : duration;
    if (length.compareTo(Duration.ofMinutes(2)) < 0) {
      return length.toSeconds() + " s";
    }
    if (length.compareTo(Duration.ofHours(2)) < 0) {
      return length.toMinutes() + " min";
    }
    return length.compareTo(Duration.ofDays(2)) < 0
        ? length.toHours() + " h"
        : length.toDays() + " d";
  }

  /** How long ago, or a dash. */
  static String since(@Nullable String at, Instant now) {
    return at == null ? "-" : of(Duration.between(Instant.parse(at), now));
  }

  /** How far ahead, or a dash. */
  static String until(@Nullable String at, Instant now) {
    return at == null ? "-" : "in " + of(Duration.between(now, Instant.parse(at)));
  }

  /** For example {@code 712 MiB}, or a dash. */
  static String bytes(@Nullable Long bytes) {
    if (bytes == null) {
      return "-";
    }
    return bytes < GIB
        ? Math.round(bytes / (double) MIB) + " MiB"
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB);
  }

  /** A number is seconds; empty if it is no duration. */
  static Optional<Duration> duration(String text) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(match.group(1));
    String unit = match.group(2) == null ? "s" : match.group(2);
    return Optional.of(
        switch (unit) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofMinutes(number);
        });
  }
}

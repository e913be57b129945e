package io.reveille.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header of RFC 9110: seconds, or a date. */
final class RetryAfter {
  /** Whoever asks for more is asked again tomorrow. */
  private static final Duration MOST = Duration.ofDays(1);

  private RetryAfter() {}

  /** Empty if nothing usable is said, or nothing that lies ahead. */
  static Optional<Duration> of(@Nullable String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    String value = header.strip();
    return (value.matches("\\d{1,9}") ? seconds(value) : date(value, now))
        .filter(wait -> wait.compareTo(Duration.ZERO) > 0)
        .map(wait -> wait.compareTo(MOST) > 0 ? MOST : wait);
  }

  private static Optional<Duration> seconds(String value) {
    return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
  }

  private static Optional<Duration> date(String value, Instant now) {
    try {
      Instant at =
          ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, at));
    } catch (DateTimeParseException strange) {
      return Optional.empty();
    }
  }
}

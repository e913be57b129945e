package io.reveille.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as people write them: {@code 90} (seconds), {@code 1h30m}, {@code 500ms}, {@code PT30M}. */
public final class Durations {
  private static final String NUMBER = "(\\d{1,15}(?:\\.\\d{1,9})?)";
  private static final Pattern SECONDS =
      Pattern.compile("[+-]?\\d{1,15}(?:\\.\\d{1,18})?(?:[eE][+-]?\\d{1,3})?");
  private static final Pattern UNITS = Pattern.compile("(?=.)(?:" + NUMBER + "d)?\\s*(?:" + NUMBER
      + "h)?\\s*(?:" + NUMBER + "m(?!s))?\\s*(?:" + NUMBER + "s)?\\s*(?:" + NUMBER + "ms)?");
  private static final List<String> NAMES = List.of("d", "h", "m", "s", "ms");
  private static final List<Long> NANOS =
      List.of(86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L);
  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
  private static final BigDecimal DAY = BigDecimal.valueOf(86_400);
  // in nanoseconds this still fits a long many times over
  private static final Duration LONGEST = Duration.ofDays(3650);
  private static final BigDecimal LONGEST_NANOS = BigDecimal.valueOf(LONGEST.toNanos());

  private Durations() {}

  /** Throws {@link IllegalArgumentException} with what is wrong. */
  public static Duration parse(String text) {
    String plain = text.strip();
    if (plain.startsWith("-")) {
      throw new IllegalArgumentException("'" + text + "' is negative: use 0 for never");
    }
    if (SECONDS.matcher(plain).matches()) {
      return bareSeconds(new BigDecimal(plain));
    }
    return checked(plain.startsWith("P") ? iso(plain) : units(plain), text);
  }

  private static Duration bareSeconds(BigDecimal seconds) {
    if (seconds.compareTo(DAY) > 0) {
      throw new IllegalArgumentException(
          seconds.toPlainString()
              + " looks like milliseconds: a bare number is seconds; write a unit, such as 30m or 500ms");
    }
    return Duration.ofNanos(seconds.multiply(NANOS_PER_SECOND).longValue());
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException wrong) {
      throw malformed(text, wrong);
    }
  }

  private static Duration units(String text) {
    Matcher match = UNITS.matcher(text);
    if (!match.matches()) {
      throw malformed(text, null);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    for (int unit = 0; unit < NANOS.size(); unit++) {
      String amount = match.group(unit + 1);
      if (amount != null) {
        nanos = nanos.add(new BigDecimal(amount).multiply(BigDecimal.valueOf(NANOS.get(unit))));
      }
    }
    return nanos.compareTo(LONGEST_NANOS) > 0
        ? LONGEST.plusNanos(1)
        : Duration.ofNanos(nanos.longValue());
  }

  private static IllegalArgumentException malformed(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "'" + text + "' is no duration: use seconds, or text such as 30m, 1h30m, 500ms", cause);
  }

  private static Duration checked(Duration duration, String text) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("'" + text + "' is negative: use 0 for never");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("'" + text + "' is longer than 3650d: use 0 for never");
    }
    return duration;
  }

  /** Such that {@link #parse} reads the same again, down to the millisecond. */
  static String show(Duration duration) {
    StringBuilder shown = new StringBuilder();
    long left = duration.toNanos();
    for (int unit = 0; unit < NANOS.size(); unit++) {
      long amount = left / NANOS.get(unit);
      left %= NANOS.get(unit);
      if (amount > 0) {
        shown.append(amount).append(NAMES.get(unit));
      }
    }
    return shown.isEmpty() ? "0" : shown.toString();
  }
}

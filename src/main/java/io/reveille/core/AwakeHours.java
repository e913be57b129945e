package io.reveille.core;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours in which an agent is kept awake, written {@code Mon-Fri 08:00-18:00 Europe/Berlin}; days
 * and zone may be left out (every day, UTC). An end before the beginning is on the next day.
 */
public record AwakeHours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
  private static final Pattern FORM = Pattern.compile(
      "(?:(\\p{Alpha}{3})(?:-(\\p{Alpha}{3}))?\\s+)?(\\d{2}:\\d{2})-(\\d{2}:\\d{2})(?:\\s+(\\S+))?");
  private static final int DAYS_AHEAD = 8;

  /** Throws {@link IllegalArgumentException} with what is wrong. */
  public static AwakeHours parse(String text) {
    Matcher match = FORM.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not like 'Mon-Fri 08:00-18:00 Europe/Berlin'");
    }
    try {
      return new AwakeHours(
          days(match.group(1), match.group(2)),
          LocalTime.parse(match.group(3)),
          LocalTime.parse(match.group(4)),
          ZoneId.of(match.group(5) == null ? "UTC" : match.group(5)));
    } catch (java.time.DateTimeException wrong) {
      throw new IllegalArgumentException("'" + text + "': " + wrong.getMessage(), wrong);
    }
  }

  private static Set<DayOfWeek> days(
      @org.jspecify.annotations.Nullable String first,
      @org.jspecify.annotations.Nullable String last) {
    if (first == null) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    DayOfWeek from = day(first);
    DayOfWeek to = last == null ? from : day(last);
    EnumSet<DayOfWeek> days = EnumSet.of(from);
    for (DayOfWeek day = from; day != to; day = day.plus(1)) {
      days.add(day.plus(1));
    }
    return days;
  }

  private static DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().startsWith(name.toUpperCase(Locale.ROOT))) {
        return day;
      }
    }
    throw new IllegalArgumentException("'" + name + "' is no day: use Mon Tue Wed Thu Fri Sat Sun");
  }

  /** Whether {@code at} lies inside. */
  public boolean contains(Instant at) {
    LocalDate today = at.atZone(zone).toLocalDate();
    return inWindowOf(today, at) || inWindowOf(today.minusDays(1), at);
  }

  private boolean inWindowOf(LocalDate day, Instant at) {
    return days.contains(day.getDayOfWeek()) && !at.isBefore(begin(day)) && at.isBefore(end(day));
  }

  /** From {@code at} to the next beginning. */
  public Duration untilNext(Instant at) {
    LocalDate day = at.atZone(zone).toLocalDate();
    for (int ahead = 0; ahead < DAYS_AHEAD; ahead++) {
      LocalDate candidate = day.plusDays(ahead);
      if (days.contains(candidate.getDayOfWeek()) && begin(candidate).isAfter(at)) {
        return Duration.between(at, begin(candidate));
      }
    }
    throw new IllegalStateException("no day in " + days);
  }

  private Instant begin(LocalDate day) {
    return ZonedDateTime.of(day, from, zone).toInstant();
  }

  private Instant end(LocalDate day) {
    return ZonedDateTime.of(to.isAfter(from) ? day : day.plusDays(1), to, zone).toInstant();
  }
}

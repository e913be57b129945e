package io.reveille.runtime;

import java.util.Locale;
import java.util.Map;

/** Linux signals by the names that a stop signal is written with. */
final class Signals {
  static final int TERM = 15;
  private static final int FIRST_REAL_TIME = 34;
  private static final Map<String, Integer> NUMBERS = Map.ofEntries(
      Map.entry("HUP", 1),
      Map.entry("INT", 2),
      Map.entry("QUIT", 3),
      Map.entry("ABRT", 6),
      Map.entry("KILL", 9),
      Map.entry("USR1", 10),
      Map.entry("USR2", 12),
      Map.entry("ALRM", 14),
      Map.entry("TERM", TERM),
      Map.entry("CONT", 18),
      Map.entry("WINCH", 28),
      Map.entry("PWR", 30),
      Map.entry("RTMIN", FIRST_REAL_TIME));

  private Signals() {}

  /** The number of {@code SIGTERM}, {@code term}, {@code 15} or {@code SIGRTMIN+3}; TERM, Docker's own default, for others. */
  static int number(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT);
    if (name.matches("\\d{1,2}")) {
      return Integer.parseInt(name);
    }
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    if (bare.matches("RTMIN\\+\\d{1,2}")) {
      return FIRST_REAL_TIME + Integer.parseInt(bare.substring("RTMIN+".length()));
    }
    return NUMBERS.getOrDefault(bare, TERM);
  }
}

package io.reveille.demo;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What one toy agent is set to.
 *
 * @param port 0 takes a free one
 * @param startDelay how long it does not listen yet
 */
public record ToyOptions(int port, String name, Duration startDelay, OnTerm onTerm) {

  /**
   * What SIGTERM does.
   *
   * @param obey false: nothing, only SIGKILL ends it
   * @param code to end with; empty: 143, as the Java runtime does by itself
   */
  public record OnTerm(boolean obey, OptionalInt code) {
    public static final OnTerm DIE = new OnTerm(true, OptionalInt.empty());
    public static final OnTerm IGNORE = new OnTerm(false, OptionalInt.empty());
  }

  /** Listens on a free port at once. */
  public static ToyOptions named(String name) {
    return new ToyOptions(0, name, Duration.ZERO, OnTerm.DIE);
  }

  /** From {@code PORT}, {@code NAME}, {@code START_DELAY} in milliseconds and {@code EXIT_ON_TERM}. */
  public static ToyOptions of(Map<String, String> settings) {
    return new ToyOptions(
        Integer.parseInt(settings.getOrDefault("PORT", "8080")),
        settings.getOrDefault("NAME", "toy"),
        Duration.ofMillis(Long.parseLong(settings.getOrDefault("START_DELAY", "0"))),
        onTerm(settings.getOrDefault("EXIT_ON_TERM", "")));
  }

  private static OnTerm onTerm(String word) {
    return switch (word) {
      case "" -> OnTerm.DIE;
      case "never" -> OnTerm.IGNORE;
      default -> new OnTerm(true, OptionalInt.of(Integer.parseInt(word)));
    };
  }
}

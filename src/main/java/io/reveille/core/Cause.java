package io.reveille.core;

import java.util.Locale;

/** Why an agent changed its state. */
public enum Cause {
  REQUEST,
  IDLE_TIMEOUT,
  STOP_AFTER,
  ADMIN,
  EXIT,
  EXTERNAL,
  SCHEDULE,
  RECONCILE;

  /** The word used in the database, the API, events and logs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The cause that {@link #word} spells; throws {@link IllegalArgumentException} on any other text. */
  public static Cause of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}

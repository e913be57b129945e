package io.reveille.core;

import java.util.Locale;

/** What Reveille can ask of a runtime. */
public enum Operation {
  UNPAUSE,
  START,
  PAUSE,
  STOP;

  public boolean wakes() {
    return this == UNPAUSE || this == START;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

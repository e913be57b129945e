package io.reveille.core;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a bot, as it stands in a URL: {@code [a-z0-9][a-z0-9._-]{0,62}}, compared in lower case. */
public record BotId(String value) implements Comparable<BotId> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern ANY_CASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public BotId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + value
          + "' is no bot ID: use 1 to 63 of a-z 0-9 . _ - and begin with a letter or digit");
    }
  }

  /** The bot ID that {@code text} spells in any case, or nothing if it is malformed. */
  public static Optional<BotId> parse(String text) {
    // before the case is changed: the sign for Kelvin, among others, has an ASCII letter for its
    // lower case
    return ANY_CASE.matcher(text).matches()
        ? Optional.of(new BotId(text.toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  @Override
  public int compareTo(BotId other) {
    return value.compareTo(other.value);
  }

  // what Java makes up for a record is made up while somebody waits; maps of agents ask for it at
  // each
  // request
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BotId id && id.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}

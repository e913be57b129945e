package io.reveille.runtime;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Engine API, such as 1.41. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /** The newest that this adapter knows what to read of: events without {@code status}, {@code id}, {@code from}. */
  static final ApiVersion OUR_NEWEST = new ApiVersion(1, 52);

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
  private static final Comparator<ApiVersion> ORDER =
      Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

  static Optional<ApiVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * What both sides speak: no fixed version serves Engine 20.10 (1.41 at most) and 29.0 (1.44 at least), F26.
   * Empty if the engine's oldest is newer than our newest.
   */
  static Optional<ApiVersion> common(ApiVersion enginesNewest, ApiVersion enginesOldest) {
    ApiVersion chosen = ORDER.compare(OUR_NEWEST, enginesNewest) < 0 ? OUR_NEWEST : enginesNewest;
    return chosen.compareTo(enginesOldest) < 0 ? Optional.empty() : Optional.of(chosen);
  }

  @Override
  public int compareTo(ApiVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}

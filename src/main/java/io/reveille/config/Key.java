package io.reveille.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set. The tables {@link Keys} and {@link AgentKeys} drive reading, checking, names of
 * variables and labels, and the reference in {@code docs/}.
 *
 * @param path dotted, in camel case
 * @param byDefault as a user would write it; empty: none
 * @param builtIn what {@code byDefault} reads as
 * @param parent where the default of an agent's setting comes from
 * @param about one line for the reference
 */
record Key<T>(
    String path, Kind<T> kind, String byDefault, T builtIn, Optional<Key<T>> parent, String about) {
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  static <T> Key<T> of(String path, Kind<T> kind, String byDefault, String about) {
    return new Key<>(path, kind, byDefault, kind.fromText(byDefault), Optional.empty(), about);
  }

  static <T> Key<T> below(Key<T> parent, String path, String about) {
    return new Key<>(
        path, parent.kind(), parent.byDefault(), parent.builtIn(), Optional.of(parent), about);
  }

  /** For example {@code REVEILLE_DOCKER_AGENT_IDLE_TIMEOUT}. */
  String variable() {
    return "REVEILLE_"
        + HUMP.matcher(path).replaceAll("_").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** For example {@code reveille.idle-timeout}. */
  String label() {
    return "reveille." + HUMP.matcher(path).replaceAll("-").toLowerCase(Locale.ROOT);
  }

  /** For example {@code /docker/agentIdleTimeout}. */
  String pointer() {
    return "/" + path.replace('.', '/');
  }

  // there is one of each, in the tables; what Java makes up for a record takes some time at the
  // start
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }
}

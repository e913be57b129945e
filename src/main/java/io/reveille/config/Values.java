package io.reveille.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What one source sets, and the keys whose value there was refused. */
final class Values {
  private final Map<String, Object> values = new HashMap<>();
  private final Set<String> refused = new HashSet<>();

  /** Keeps what {@code reading} makes of a value, or adds why it cannot. */
  <T> void read(Key<T> key, Function<Kind<T>, T> reading, String where, Problems problems) {
    try {
      values.put(key.path(), reading.apply(key.kind()));
    } catch (IllegalArgumentException wrong) {
      refuse(key);
      problems.add(where, String.valueOf(wrong.getMessage()));
    }
  }

  <T> void read(Key<T> key, String text, String where, Problems problems) {
    read(key, kind -> kind.fromText(text), where, problems);
  }

  /** For a value that was reported already: what depends on it is not checked. */
  void refuse(Key<?> key) {
    refused.add(key.path());
  }

  boolean refused(Key<?> key) {
    return refused.contains(key.path());
  }

  boolean has(Key<?> key) {
    return values.containsKey(key.path());
  }

  @SuppressWarnings("unchecked") // read() puts under a key only what its kind has read
  <T> Optional<T> get(Key<T> key) {
    return Optional.ofNullable((T) values.get(key.path()));
  }

  /** By path, in alphabetical order. */
  Map<String, Object> all() {
    return new TreeMap<>(values);
  }
}

package io.reveille.config;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration and where it came from.
 *
 * @param file none: built-in defaults, flags and environment
 * @param files all that it was read from, to be watched
 * @param settings all that is set or can be, for showing and comparing
 * @param warnings sentences about what has no effect, or only may have
 */
public record LoadedConfig(
    GatewayConfig config,
    Optional<Path> file,
    List<Path> files,
    List<Setting> settings,
    List<String> warnings) {

  /** Who had the last word on a value. */
  public enum Origin {
    FLAG,
    ENVIRONMENT,
    FILE,
    LABEL,
    BUILT_IN
  }

  /** One value; a whole agent is one, with all that the file sets for it. */
  public record Setting(String key, Object value, Origin origin) {
    /** As a user would write it; secrets as {@code ***}. */
    public String shown() {
      return shown(value);
    }

    private static String shown(Object value) {
      if (value instanceof Duration duration) {
        return Durations.show(duration);
      }
      if (value instanceof Optional<?> optional) {
        return optional.map(Setting::shown).orElse("");
      }
      if (value instanceof Collection<?> several) {
        return several.stream().map(Setting::shown).collect(joining(","));
      }
      if (value instanceof Map<?, ?> map) {
        return map.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + shown(entry.getValue()))
            .collect(joining(" "));
      }
      return value instanceof Enum<?> constant ? Kinds.wordFor(constant) : value.toString();
    }
  }
}

package io.reveille.config;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
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
    /**
     * As a user would write it: text, or JSON for what has settings of its own and for lists of such. Secrets are
     * {@code ***}.
     */
    public Object shown() {
      boolean several =
          value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance);
      return several || value instanceof Map<?, ?> ? json(value) : text(value);
    }

    private static Object json(Object value) {
      if (value instanceof Map<?, ?> settings) {
        Map<String, Object> shown = new LinkedHashMap<>();
        settings.forEach((key, each) -> shown.put(String.valueOf(key), json(each)));
        return shown;
      }
      if (value instanceof Collection<?> several) {
        return several.stream().map(Setting::json).toList();
      }
      if (value instanceof Optional<?> optional) {
        return optional.map(Setting::json).orElse("");
      }
      return value instanceof Boolean || value instanceof Integer ? value : text(value);
    }

    private static String text(Object value) {
      if (value instanceof Duration duration) {
        return Durations.show(duration);
      }
      if (value instanceof Optional<?> optional) {
        return optional.map(Setting::text).orElse("");
      }
      if (value instanceof Collection<?> several) {
        return several.stream().map(Setting::text).collect(joining(","));
      }
      return value instanceof Enum<?> constant ? Kinds.wordFor(constant) : value.toString();
    }
  }
}

package io.reveille.config;

import static java.util.stream.Collectors.toMap;

import io.reveille.config.LoadedConfig.Setting;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What differs between two configurations, as dotted keys in alphabetical order; an agent counts as one.
 *
 * @param needRestart those of {@code changed} that a running gateway cannot take over
 */
public record ConfigChange(List<String> changed, List<String> needRestart) {

  public static ConfigChange between(LoadedConfig old, LoadedConfig current) {
    Map<String, Object> before = values(old);
    Map<String, Object> after = values(current);
    TreeSet<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    keys.removeIf(key -> Objects.equals(before.get(key), after.get(key)));
    boolean tlsSwitched = hasTls(old) != hasTls(current);
    List<String> needRestart = keys.stream()
        .filter(key -> Keys.NEED_RESTART.contains(key) || (tlsSwitched && Keys.TLS.contains(key)))
        .toList();
    return new ConfigChange(List.copyOf(keys), needRestart);
  }

  public boolean isEmpty() {
    return changed.isEmpty();
  }

  private static boolean hasTls(LoadedConfig loaded) {
    return loaded.config().server().tls().isPresent();
  }

  private static Map<String, Object> values(LoadedConfig loaded) {
    return loaded.settings().stream().collect(toMap(Setting::key, Setting::value));
  }
}

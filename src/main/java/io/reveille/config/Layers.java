package io.reveille.config;

import io.reveille.config.LoadedConfig.Origin;
import java.util.Optional;

/** The sources of the gateway's settings, strongest first; behind them stand the built-in defaults. */
record Layers(Values flags, Values environment, Values file) {

  <T> T of(Key<T> key) {
    return strong(key).or(() -> file.get(key)).orElseGet(key::builtIn);
  }

  /** What also beats the settings of single agents. */
  <T> Optional<T> strong(Key<T> key) {
    return flags.get(key).or(() -> environment.get(key));
  }

  /** Whether some source has a value that was reported: then nothing is concluded from the key. */
  boolean refused(Key<?> key) {
    return flags.refused(key) || environment.refused(key) || file.refused(key);
  }

  Origin origin(Key<?> key) {
    if (flags.has(key)) {
      return Origin.FLAG;
    }
    if (environment.has(key)) {
      return Origin.ENVIRONMENT;
    }
    return file.has(key) ? Origin.FILE : Origin.BUILT_IN;
  }

  /** The place to name when the value of {@code key} does not go with another. */
  String where(Key<?> key) {
    return switch (origin(key)) {
      case FLAG -> Flags.where(key.path());
      case ENVIRONMENT -> key.variable();
      case FILE, LABEL, BUILT_IN -> key.pointer();
    };
  }
}

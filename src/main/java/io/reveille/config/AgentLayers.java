package io.reveille.config;

import io.reveille.config.LoadedConfig.Origin;
import java.util.Optional;

/** The sources of one agent's settings. */
record AgentLayers(Layers gateway, Values entry, Values labels) {

  /** Strongest first: flag and environment, the agent's file entry, label, the file's default, built-in. */
  <T> T of(Key<T> key) {
    Optional<Key<T>> parent = key.parent();
    return parent
        .flatMap(gateway::strong)
        .or(() -> entry.get(key))
        .or(() -> labels.get(key))
        .or(() -> parent.map(gateway::of))
        .orElseGet(key::builtIn);
  }

  Origin origin(Key<?> key) {
    Origin ofDefault = key.parent().map(gateway::origin).orElse(Origin.BUILT_IN);
    if (ofDefault == Origin.FLAG || ofDefault == Origin.ENVIRONMENT) {
      return ofDefault;
    }
    if (entry.has(key)) {
      return Origin.FILE;
    }
    return labels.has(key) ? Origin.LABEL : ofDefault;
  }
}

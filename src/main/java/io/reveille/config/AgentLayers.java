package io.reveille.config;

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
}

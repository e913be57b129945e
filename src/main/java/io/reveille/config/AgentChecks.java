package io.reveille.config;

import io.reveille.config.GatewayConfig.RuntimeKind;
import io.reveille.core.BotId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the entries of the file say about one another. */
final class AgentChecks {
  private final Map<BotId, Values> entries;
  private final RuntimeKind runtime;
  private final Problems problems;
  private final List<String> warnings;

  AgentChecks(
      Map<BotId, Values> entries, RuntimeKind runtime, Problems problems, List<String> warnings) {
    this.entries = entries;
    this.runtime = runtime;
    this.problems = problems;
    this.warnings = warnings;
  }

  void check() {
    if (runtime == RuntimeKind.PROCESS) {
      entries.forEach(this::checkProcess);
    }
    checkAliases();
    checkContainers();
    entries.forEach(this::checkDependencies);
    Map<BotId, Set<BotId>> dependencies = new LinkedHashMap<>();
    entries.forEach((agent, entry) -> dependencies.put(agent, dependsOn(entry)));
    Cycles.in(dependencies)
        .forEach(cycle -> problems.add(
            pointer(cycle.get(0), AgentKeys.DEPENDS_ON),
            "goes round in a circle: "
                + String.join(" -> ", cycle.stream().map(BotId::value).toList())));
  }

  private void checkProcess(BotId agent, Values entry) {
    for (Key<?> key : List.of(AgentKeys.COMMAND, AgentKeys.PORT)) {
      if (!entry.has(key) && !entry.refused(key)) {
        problems.add(
            "/agents/" + agent, key.path() + " is missing: with runtime process it is needed");
      }
    }
  }

  private void checkAliases() {
    Map<BotId, BotId> owners = new HashMap<>();
    entries.keySet().forEach(agent -> owners.put(agent, agent));
    entries.forEach((agent, entry) -> {
      for (BotId alias : entry.get(AgentKeys.ALIASES).orElse(Set.of())) {
        BotId owner = owners.putIfAbsent(alias, agent);
        if (owner != null) {
          problems.add(
              pointer(agent, AgentKeys.ALIASES), "'" + alias + "' already belongs to " + owner);
        }
      }
    });
  }

  private void checkContainers() {
    Map<String, BotId> owners = new HashMap<>();
    entries.forEach((agent, entry) -> {
      String container = entry.get(AgentKeys.CONTAINER).orElse(Optional.empty()).orElse("");
      BotId owner = container.isEmpty() ? null : owners.putIfAbsent(container, agent);
      if (owner != null) {
        problems.add(
            pointer(agent, AgentKeys.CONTAINER), "'" + container + "' already belongs to " + owner);
      }
    });
  }

  /** With Docker a container's labels may yet make the agent known. */
  private void checkDependencies(BotId agent, Values entry) {
    for (BotId other : dependsOn(entry)) {
      if (entries.containsKey(other)) {
        continue;
      }
      if (runtime == RuntimeKind.PROCESS) {
        problems.add(pointer(agent, AgentKeys.DEPENDS_ON), "no agent is called '" + other + "'");
      } else {
        warnings.add(pointer(agent, AgentKeys.DEPENDS_ON) + ": '" + other
            + "' is not in this file; a container's labels must make it known");
      }
    }
  }

  private static Set<BotId> dependsOn(Values entry) {
    return entry.get(AgentKeys.DEPENDS_ON).orElse(Set.of());
  }

  private static String pointer(BotId agent, Key<?> key) {
    return "/agents/" + agent + key.pointer();
  }
}

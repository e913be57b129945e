package io.reveille.runtime;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Admin;
import io.reveille.config.GatewayConfig.Agents;
import io.reveille.config.GatewayConfig.Docker;
import io.reveille.config.GatewayConfig.Proxy;
import io.reveille.config.GatewayConfig.Resolved;
import io.reveille.config.GatewayConfig.RuntimeKind;
import io.reveille.config.GatewayConfig.Server;
import io.reveille.config.GatewayConfig.Storage;
import io.reveille.config.GatewayConfig.Wake;
import io.reveille.config.Secret;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.Address;
import io.reveille.core.BotId;
import io.reveille.testing.Configurations;
import io.reveille.testing.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration as far as a runtime reads it: the engine's endpoint, and agents with a container or without. */
final class RuntimeConfig {
  private RuntimeConfig() {}

  /** {@code containers}: what the file names for each configured bot; nothing means the bot ID itself. */
  static GatewayConfig of(String endpoint, Map<BotId, Optional<String>> containers) {
    Duration second = Duration.ofSeconds(1);
    return new GatewayConfig(
        new Server("127.0.0.1", 0, "/bots", "", new Secret("")),
        new Admin("127.0.0.1", 0, new Secret("")),
        RuntimeKind.DOCKER,
        new Docker(endpoint, 8, 0),
        new Wake(1, 1, false),
        new Proxy(second, second, second, 1, 1, second, second),
        new Storage("", second),
        new FixedAgents(containers),
        Configurations.NO_CHAT,
        Configurations.NO_ALERTS);
  }

  private record FixedAgents(Map<BotId, Optional<String>> containers) implements Agents {
    @Override
    public List<BotId> configured() {
      return List.copyOf(containers.keySet());
    }

    @Override
    public Resolved settings(BotId agent, Map<String, String> labels) {
      Optional<Integer> port = Optional.ofNullable(labels.get("reveille.port"))
          .filter(text -> text.matches("\\d+"))
          .map(Integer::valueOf);
      List<String> problems = labels.containsKey("reveille.port") && port.isEmpty()
          ? List.of("reveille.port is no number")
          : List.of();
      AgentSettings settings = with(
          Settings.defaults(),
          containers.getOrDefault(agent, Optional.empty()),
          new Address(port, false, Optional.ofNullable(labels.get("reveille.network"))),
          Duration.ofSeconds(Long.parseLong(labels.getOrDefault("reveille.stop-timeout", "30"))));
      return new Resolved(settings, problems);
    }

    @Override
    public Optional<BotId> ofContainer(String name, String id) {
      return containers.entrySet().stream()
          .filter(entry -> entry.getValue().filter(named -> named.equals(name)).isPresent())
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }

  private static AgentSettings with(
      AgentSettings base, Optional<String> container, Address address, Duration stopTimeout) {
    return new AgentSettings(
        base.name(),
        base.aliases(),
        container,
        address,
        base.idleTimeout(),
        base.idleAction(),
        base.stopAfter(),
        stopTimeout,
        base.restarts(),
        base.ready(),
        base.busy(),
        base.awakeHours(),
        base.dependsOn(),
        base.holdTimeout(),
        base.ignore(),
        base.chatChannel(),
        base.command());
  }
}

package io.reveille.testing;

import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.core.BotId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whole configurations, of which a test cares for one part. */
public final class Configs {
  private Configs() {}

  public static GatewayConfig withAdmin(GatewayConfig.Admin admin) {
    return new GatewayConfig(
        new GatewayConfig.Server("127.0.0.1", 0, "/bots", "", Secret.NONE),
        admin,
        GatewayConfig.RuntimeKind.DOCKER,
        new GatewayConfig.Docker("unix:///var/run/docker.sock", 8, 0),
        new GatewayConfig.Wake(1024, 10_000, false),
        new GatewayConfig.Proxy(
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            32_768,
            8192,
            Duration.ofSeconds(10),
            Duration.ofSeconds(25)),
        new GatewayConfig.Storage("jdbc:sqlite:reveille.db", Duration.ofDays(30)),
        new NoAgents(),
        Configurations.NO_CHAT,
        Configurations.NO_ALERTS);
  }

  /** No agent in the file. */
  private record NoAgents() implements GatewayConfig.Agents {
    @Override
    public List<BotId> configured() {
      return List.of();
    }

    @Override
    public GatewayConfig.Resolved settings(BotId agent, Map<String, String> labels) {
      return new GatewayConfig.Resolved(Settings.defaults(), List.of());
    }

    @Override
    public Optional<BotId> ofContainer(String name, String id) {
      return Optional.empty();
    }
  }
}

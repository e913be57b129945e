package io.reveille.testing;

import io.reveille.config.ConfigChange;
import io.reveille.config.ConfigInForce;
import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Alerts.TargetType;
import io.reveille.config.LoadedConfig;
import io.reveille.config.LoadedConfig.Origin;
import io.reveille.config.LoadedConfig.Setting;
import io.reveille.config.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A configuration as a test has it, which can be read again with what comes of it. */
public final class ScriptedConfig implements ConfigInForce {
  /** What comes of reading it again; it may throw. */
  public volatile Supplier<ConfigChange> reloading = () ->
      new ConfigChange(List.of("admin.port", "docker.agentIdleTimeout"), List.of("admin.port"));

  private static final Map<String, Object> RULE =
      Map.of("on", List.of("agent.failed"), "to", List.of("ops"), "resolved", true);

  private final Supplier<GatewayConfig> config;

  public ScriptedConfig(Supplier<GatewayConfig> config) {
    this.config = config;
  }

  @Override
  public GatewayConfig get() {
    return config.get();
  }

  @Override
  public LoadedConfig loaded() {
    return new LoadedConfig(
        get(),
        Optional.of(Path.of("/etc/reveille/reveille.json")),
        List.of(Path.of("/etc/reveille/reveille.json")),
        List.of(
            new Setting("admin.token", new Secret("xyzzy"), Origin.FILE),
            new Setting("admin.port", 7412, Origin.BUILT_IN),
            new Setting(
                "alerts.targets",
                Map.of("ops", Map.of("type", TargetType.NTFY, "url", new Secret("xyzzy"))),
                Origin.FILE),
            new Setting("alerts.rules", List.of(RULE), Origin.FILE)),
        List.of());
  }

  @Override
  public ConfigChange reload() {
    return reloading.get();
  }
}

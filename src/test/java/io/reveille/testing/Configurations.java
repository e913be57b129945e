package io.reveille.testing;

import io.reveille.config.ConfigLoader;
import io.reveille.config.GatewayConfig;
import io.reveille.config.LoadedConfig;
import io.reveille.config.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads configurations that tests write down, with single quotes for double ones. */
public final class Configurations {
  private Configurations() {}

  public static LoadedConfig load(String text) {
    return load(text, Map.of());
  }

  public static LoadedConfig load(String text, Map<String, String> environment) {
    return load(text, environment, Map.of());
  }

  public static LoadedConfig load(
      String text, Map<String, String> environment, Map<String, String> flags) {
    try {
      Path file = Files.createTempFile("reveille", ".json");
      try {
        Files.writeString(file, text.replace('\'', '"'));
        return new ConfigLoader(environment).read(Optional.of(file), flags);
      } finally {
        Files.delete(file);
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Nobody is told anything. */
  public static final GatewayConfig.Chat NO_CHAT = new GatewayConfig.Chat(
      new GatewayConfig.Chat.Waking(
          Duration.ZERO, Duration.ZERO, GatewayConfig.Chat.OnReady.DELETE),
      new GatewayConfig.Chat.Mattermost("", Secret.NONE),
      new GatewayConfig.Chat.Slack(Secret.NONE));

  public static final GatewayConfig.Alerts NO_ALERTS =
      new GatewayConfig.Alerts(List.of(), List.of(), 0);
}

package io.reveille.runtime;

import io.reveille.config.GatewayConfig.Agents;
import io.reveille.core.BotId;
import java.util.Map;
import java.util.Optional;

/**
 * Which bot a container stands for.
 *
 * @param byFile whether the configuration file names the container, which outweighs any label
 * @param problem why a container that wants to be an agent cannot be one; empty if all is well
 */
record Claim(Optional<BotId> bot, boolean byFile, String problem) {
  static final String ENABLE = "reveille.enable";
  static final String ENABLED = ENABLE + "=true";
  private static final String ID = "reveille.id";
  private static final String COMPOSE_SERVICE = "com.docker.compose.service";
  private static final Claim NONE = new Claim(Optional.empty(), false, "");

  /** By the file's {@code container}, else by label, else by a name that is a configured bot ID. */
  static Claim of(Agents agents, String name, String id, Map<String, String> labels) {
    Optional<BotId> named = agents.ofContainer(name, id);
    if (named.isPresent()) {
      return new Claim(named, true, "");
    }
    Optional<BotId> sameName =
        BotId.parse(name).filter(bot -> isConfiguredWithoutContainer(agents, bot));
    boolean labelled = "true".equalsIgnoreCase(labels.get(ENABLE));
    if (sameName.isPresent() && !(labelled && labels.containsKey(ID))) {
      return new Claim(sameName, true, "");
    }
    return labelled ? byLabel(name, labels) : NONE;
  }

  private static boolean isConfiguredWithoutContainer(Agents agents, BotId bot) {
    return agents.configured().contains(bot)
        && agents.settings(bot, Map.of()).settings().container().isEmpty();
  }

  private static Claim byLabel(String name, Map<String, String> labels) {
    String source = labels.containsKey(ID)
        ? "label " + ID
        : labels.containsKey(COMPOSE_SERVICE) ? "label " + COMPOSE_SERVICE : "the container's name";
    String text = labels.getOrDefault(ID, labels.getOrDefault(COMPOSE_SERVICE, name));
    Optional<BotId> bot = BotId.parse(text);
    return bot.isPresent()
        ? new Claim(bot, false, "")
        : new Claim(
            Optional.empty(),
            false,
            source + ": '" + text
                + "' is no bot ID (1 to 63 of a-z 0-9 . _ -); the container is left out");
  }
}

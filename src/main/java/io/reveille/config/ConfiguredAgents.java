package io.reveille.config;

import io.reveille.config.AgentKeys.Scheme;
import io.reveille.config.GatewayConfig.Agents;
import io.reveille.config.GatewayConfig.Resolved;
import io.reveille.config.LoadedConfig.Setting;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.Address;
import io.reveille.core.AgentSettings.Busy;
import io.reveille.core.AgentSettings.Command;
import io.reveille.core.AgentSettings.Ignore;
import io.reveille.core.AgentSettings.Ready;
import io.reveille.core.BotId;
import io.reveille.core.RestartPolicy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The agents of the file, merged with labels and defaults when asked. */
final class ConfiguredAgents implements Agents {
  private static final int SHORTEST_ID = 12;
  private static final Values NOTHING = new Values();

  private final Layers gateway;
  private final Map<BotId, Values> entries;
  private final Map<String, BotId> byContainer = new HashMap<>();
  private final Map<BotId, Values> labelled = new ConcurrentHashMap<>();

  ConfiguredAgents(Layers gateway, Map<BotId, Values> entries) {
    this.gateway = gateway;
    this.entries = new LinkedHashMap<>(entries);
    entries.forEach((agent, entry) -> entry
        .get(AgentKeys.CONTAINER)
        .flatMap(Function.identity())
        .ifPresent(container -> byContainer.put(container, agent)));
  }

  @Override
  public List<BotId> configured() {
    return List.copyOf(entries.keySet());
  }

  @Override
  public Resolved settings(BotId agent, Map<String, String> labels) {
    Problems problems = new Problems();
    labelled.put(agent, Labels.read(labels, problems));
    AgentSettings settings = settings(agent, layers(agent));
    return new Resolved(
        settings, problems.found().stream().map(Object::toString).toList());
  }

  @Override
  public List<Setting> explain(BotId agent) {
    AgentLayers layers = layers(agent);
    return AgentKeys.TABLE.keys().stream()
        .map(key -> new Setting(key.path(), layers.of(key), layers.origin(key)))
        .toList();
  }

  private AgentLayers layers(BotId agent) {
    return new AgentLayers(
        gateway, entries.getOrDefault(agent, NOTHING), labelled.getOrDefault(agent, NOTHING));
  }

  @Override
  public Optional<BotId> ofContainer(String name, String id) {
    String plain = name.startsWith("/") ? name.substring(1) : name;
    return byContainer.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(byContainer.get(plain)).or(() -> ofId(id));
  }

  private Optional<BotId> ofId(String id) {
    return IntStream.rangeClosed(SHORTEST_ID, id.length())
        .mapToObj(length -> id.substring(0, length))
        .flatMap(beginning -> Stream.ofNullable(byContainer.get(beginning)))
        .findFirst();
  }

  private AgentSettings settings(BotId agent, AgentLayers layers) {
    String name = layers.of(AgentKeys.NAME);
    return new AgentSettings(
        name.isEmpty() ? agent.value() : name,
        layers.of(AgentKeys.ALIASES),
        layers.of(AgentKeys.CONTAINER),
        new Address(
            layers.of(AgentKeys.PORT),
            layers.of(AgentKeys.SCHEME) == Scheme.HTTPS,
            layers.of(AgentKeys.SCHEME) == Scheme.H2C,
            layers.of(AgentKeys.NETWORK)),
        layers.of(AgentKeys.IDLE_TIMEOUT),
        layers.of(AgentKeys.IDLE_ACTION),
        layers.of(AgentKeys.STOP_AFTER),
        layers.of(AgentKeys.STOP_TIMEOUT),
        restarts(layers),
        new Ready(
            layers.of(AgentKeys.READY_PATH),
            layers.of(AgentKeys.READY_STATUS),
            layers.of(AgentKeys.READY_TIMEOUT),
            layers.of(AgentKeys.READY_HEALTH)),
        new Busy(layers.of(AgentKeys.BUSY_PATH), layers.of(AgentKeys.BUSY_MAX)),
        layers.of(AgentKeys.AWAKE_HOURS),
        List.copyOf(layers.of(AgentKeys.DEPENDS_ON)),
        layers.of(AgentKeys.HOLD_TIMEOUT),
        ignore(layers),
        layers.of(AgentKeys.CHANNEL),
        command(layers));
  }

  private RestartPolicy restarts(AgentLayers layers) {
    return new RestartPolicy(
        layers.of(AgentKeys.MAX_RESTARTS),
        layers.of(AgentKeys.BACKOFF),
        gateway.of(Keys.BACKOFF_MAX),
        gateway.of(Keys.RESET_AFTER),
        gateway.of(Keys.FAILED_RETRY_AFTER));
  }

  private Ignore ignore(AgentLayers layers) {
    Set<String> paths = new LinkedHashSet<>(gateway.of(Keys.IGNORE_PATHS));
    paths.addAll(layers.of(AgentKeys.IGNORE_PATHS));
    Set<String> userAgents = new LinkedHashSet<>(gateway.of(Keys.IGNORE_USER_AGENTS));
    userAgents.addAll(layers.of(AgentKeys.IGNORE_USER_AGENTS));
    return new Ignore(paths, List.copyOf(userAgents));
  }

  private static Command command(AgentLayers layers) {
    Map<String, String> variables = layers.of(AgentKeys.ENVIRONMENT).entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, variable -> variable.getValue().value()));
    return new Command(
        layers.of(AgentKeys.COMMAND), layers.of(AgentKeys.FOLDER), Map.copyOf(variables));
  }
}

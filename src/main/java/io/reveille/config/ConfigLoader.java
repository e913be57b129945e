package io.reveille.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reveille.config.GatewayConfig.Alerts;
import io.reveille.config.GatewayConfig.RuntimeKind;
import io.reveille.config.LoadedConfig.Setting;
import io.reveille.core.BotId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the configuration from flags, environment and file, and refuses what cannot work, all of it in one report. */
public final class ConfigLoader {
  private static final List<Path> USUAL_PLACES =
      List.of(Path.of("reveille.json"), Path.of("/etc/reveille/reveille.json"));
  private static final String DEFAULT_ENDPOINT = "unix:///var/run/docker.sock";
  private static final String DOCKER_HOST = "DOCKER_HOST";

  private final Map<String, String> variables;
  private final List<Path> usualPlaces;

  public ConfigLoader(Map<String, String> environment) {
    this(environment, USUAL_PLACES);
  }

  /** @param usualPlaces where the file may lie if nobody names one */
  ConfigLoader(Map<String, String> environment, List<Path> usualPlaces) {
    this.variables = Map.copyOf(environment);
    this.usualPlaces = List.copyOf(usualPlaces);
  }

  /** The variables that were there at the start, for libraries that have their own. */
  public Map<String, String> environment() {
    return variables;
  }

  /**
   * The configuration alone; throws {@link ConfigException} with every problem.
   *
   * @param file as the command line names it
   * @param flags dotted keys, for example {@code server.port}, and their text
   */
  public GatewayConfig load(Optional<Path> file, Map<String, String> flags) {
    return read(file, flags).config();
  }

  /** As {@link #load}, with what is needed to show it, to watch its file and to compare it with another. */
  public LoadedConfig read(Optional<Path> file, Map<String, String> flags) {
    Problems problems = new Problems();
    Environment environment = new Environment(variables);
    Optional<Path> found = find(file, environment);
    ObjectNode root = found.map(path -> Document.read(path, problems)).orElseGet(Document::empty);
    Placeholders placeholders = new Placeholders(variables, problems);
    placeholders.replaceIn(root, "");

    Layers layers = new Layers(
        Flags.read(flags, problems),
        environment.read(problems),
        new TableReader(Keys.TABLE, problems).read(root, ""));
    Map<BotId, Values> agents = new AgentEntries(problems).read(root.path(Keys.AGENTS));
    Alerts alerts = new AlertReader(problems).read(root.path("alerts"));
    List<String> warnings = new ArrayList<>(environment.warnings(placeholders.used()));
    new Checks(layers, problems).check(alerts);
    if (!layers.refused(Keys.RUNTIME)) {
      new AgentChecks(agents, layers.of(Keys.RUNTIME), problems, warnings).check();
    }
    String endpoint = endpoint(layers, environment, problems);
    ReadFiles content = ReadFiles.of(layers, problems);
    problems.refuseIfAny(found.map(Path::toString).orElse("configuration"));

    GatewayConfig config = new Assembly(layers, content)
        .config(endpoint, new ConfiguredAgents(layers, agents), alerts);
    List<Path> files = Stream.concat(found.stream(), ReadFiles.paths(layers)).toList();
    List<Setting> settings = new ShownSettings(layers, content, config).all(agents);
    return new LoadedConfig(config, found, files, settings, List.copyOf(warnings));
  }

  private Optional<Path> find(Optional<Path> file, Environment environment) {
    return file.or(() -> Optional.of(environment.get(Environment.CONFIG))
            .filter(name -> !name.isEmpty())
            .map(Path::of))
        .or(() -> usualPlaces.stream().filter(Files::exists).findFirst());
  }

  private static String endpoint(Layers layers, Environment environment, Problems problems) {
    String configured = layers.of(Keys.ENDPOINT);
    String host = environment.get(DOCKER_HOST);
    if (!configured.isEmpty() || host.isEmpty() || layers.of(Keys.RUNTIME) != RuntimeKind.DOCKER) {
      return configured.isEmpty() ? DEFAULT_ENDPOINT : configured;
    }
    Values values = new Values();
    values.read(Keys.ENDPOINT, host, DOCKER_HOST, problems);
    return values.get(Keys.ENDPOINT).orElse(DEFAULT_ENDPOINT);
  }
}

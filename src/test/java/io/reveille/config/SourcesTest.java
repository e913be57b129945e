package io.reveille.config;

import static io.reveille.testing.Configurations.load;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.LoadedConfig.Origin;
import io.reveille.config.LoadedConfig.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files, variables and placeholders. */
class SourcesTest {
  @TempDir
  private Path folder = Path.of("");

  @Test
  void placeholdersAreReplacedInStrings() throws IOException {
    Path secret = Files.writeString(folder.resolve("token"), "hush\n");

    LoadedConfig loaded = load(
        "{ 'server': { 'port': '${PORT}', 'token': 'a-${file:" + secret + "}-${NAME}' },"
            + " 'storage': { 'url': 'jdbc:sqlite:$${x}$y' } }",
        Map.of("PORT", "81", "NAME", "${PORT}"));

    assertThat(loaded.config().server().port()).isEqualTo(81);
    assertThat(loaded.config().server().token().value()).isEqualTo("a-hush-${PORT}");
    assertThat(loaded.config().storage().url()).isEqualTo("jdbc:sqlite:${x}$y");
  }

  @Test
  void everyKeyCanBeSetByItsVariable() {
    Map<String, String> variables = new HashMap<>();
    Keys.TABLE.keys().stream()
        .filter(key -> !key.byDefault().isEmpty())
        .forEach(key -> variables.put(key.variable(), key.byDefault()));

    LoadedConfig loaded = load("{}", variables);

    assertThat(loaded.settings())
        .filteredOn(setting -> setting.origin() == Origin.ENVIRONMENT)
        .hasSize(variables.size() - 1); // all but the version
    assertThat(variables)
        .containsKeys("REVEILLE_DOCKER_AGENT_IDLE_TIMEOUT", "REVEILLE_WAKE_IGNORE_USER_AGENTS");
  }

  @Test
  void secretsMayComeFromFilesThatVariablesName() throws IOException {
    Path secret = Files.writeString(folder.resolve("token"), "hush\r\n");

    LoadedConfig loaded = load("{}", Map.of("REVEILLE_ADMIN_TOKEN_FILE", secret.toString()));

    assertThat(loaded.config().admin().token().value()).isEqualTo("hush");
    assertThat(setting(loaded, "admin.token").shown()).isEqualTo("***");
    assertThat(setting(loaded, "admin.token").origin()).isEqualTo(Origin.ENVIRONMENT);
  }

  @Test
  void anEmptyVariableCountsAsNotSet() {
    LoadedConfig loaded = load("{ 'server': { 'port': 5 } }", Map.of("REVEILLE_SERVER_PORT", ""));

    assertThat(loaded.config().server().port()).isEqualTo(5);
  }

  @Test
  void aVariableThatSetsNothingIsAWarning() {
    LoadedConfig loaded = load(
        "{ 'server': { 'token': '${REVEILLE_MINE}' } }",
        Map.of("REVEILLE_MINE", "x", "REVEILLE_SERVER_PROT", "1", "REVEILLE_CONFIG", "x"));

    assertThat(loaded.warnings())
        .containsExactly(
            "variable REVEILLE_SERVER_PROT sets nothing; did you mean REVEILLE_SERVER_PORT?");
  }

  @Test
  void theEndpointIsTheFilesThenThatOfDockerThenTheUsualSocket() {
    Map<String, String> host = Map.of("DOCKER_HOST", "tcp://h:1");

    assertThat(load("{ 'docker': { 'endpoint': 'unix:///x' } }", host)
            .config()
            .docker()
            .endpoint())
        .isEqualTo("unix:///x");
    assertThat(load("{}", host).config().docker().endpoint()).isEqualTo("tcp://h:1");
    assertThat(load("{}").config().docker().endpoint()).isEqualTo("unix:///var/run/docker.sock");
  }

  @Test
  void theFileIsTheNamedOneThenTheVariablesThenTheFirstUsualOne() throws IOException {
    Path named = file("named.json", 1);
    Path variable = file("variable.json", 2);
    Path usual = file("usual.json", 3);
    List<Path> places = List.of(folder.resolve("none.json"), usual);
    Map<String, String> environment = Map.of("REVEILLE_CONFIG", variable.toString());

    assertThat(port(new ConfigLoader(environment, places), Optional.of(named))).isEqualTo(1);
    assertThat(port(new ConfigLoader(environment, places), Optional.empty())).isEqualTo(2);
    assertThat(port(new ConfigLoader(Map.of(), places), Optional.empty())).isEqualTo(3);
    assertThat(port(new ConfigLoader(Map.of(), List.of()), Optional.empty())).isEqualTo(7411);
  }

  @Test
  void coldStartsAreLimitedByTheCoresUnlessTold() {
    int cores = Runtime.getRuntime().availableProcessors();

    assertThat(load("{}").config().docker().maxConcurrentStarts()).isEqualTo(4 * cores);
    assertThat(load("{ 'docker': { 'maxConcurrentStarts': 3 } }")
            .config()
            .docker()
            .maxConcurrentStarts())
        .isEqualTo(3);
  }

  @Test
  void settingsAreShownAsAUserWouldWriteThem() {
    LoadedConfig loaded = load("{ 'runtime': 'process', 'docker': { 'agentStopAfter': 5400 },"
        + " 'agents': { 'a': { 'command': ['x', 'y'], 'port': 1, 'env': { 'KEY': 'hush' } } } }");

    assertThat(setting(loaded, "docker.agentStopAfter").shown()).isEqualTo("1h30m");
    assertThat(setting(loaded, "runtime").shown()).isEqualTo("process");
    assertThat(setting(loaded, "wake.ignore.paths").shown()).isEqualTo("/favicon.ico,/robots.txt");
    assertThat(setting(loaded, "agents.a").shown())
        .isEqualTo(Map.of("command", List.of("x", "y"), "env", Map.of("KEY", "***"), "port", 1));
  }

  @Test
  void targetsAndRulesAreShownAsTheyStandInTheFile() {
    LoadedConfig loaded = load("{ 'alerts': { 'targets': { 'ops': { 'type': 'webhook',"
        + " 'url': 'https://hooks.example.org/x', 'secret': 'hush' }, 'book': { 'type': 'log' } },"
        + " 'rules': [ { 'on': ['agent.failed'], 'to': ['ops', 'book'] } ] } }");

    assertThat(setting(loaded, "alerts.targets").shown())
        .isEqualTo(Map.of(
            "ops", Map.of("type", "webhook", "url", "***", "secret", "***"),
            "book", Map.of("type", "log")));
    assertThat(setting(loaded, "alerts.rules").shown())
        .isEqualTo(List.of(
            Map.of("on", List.of("agent.failed"), "to", List.of("ops", "book"), "resolved", true)));
  }

  private Path file(String name, int port) throws IOException {
    return Files.writeString(
        folder.resolve(name), "{ \"server\": { \"port\": " + port + " } } // trailing");
  }

  private static int port(ConfigLoader loader, Optional<Path> file) {
    return loader.load(file, Map.of()).server().port();
  }

  private static Setting setting(LoadedConfig loaded, String key) {
    return loaded.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow();
  }
}

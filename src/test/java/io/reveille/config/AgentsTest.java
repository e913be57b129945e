package io.reveille.config;

import static io.reveille.testing.Configurations.load;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig.Agents;
import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgentsTest {
  private static final int MANY = 10_000;

  @Test
  void aProcessHasItsCommand() {
    LoadedConfig loaded = load(
        "{ 'runtime': 'process', 'agents': { 'Dev': { 'command': ['node', 'a,b.js'], 'cwd': '/srv',"
            + " 'env': { 'MODE': '${MODE}' }, 'port': 9001, 'ready': { 'status': [200, '204'] } } } }",
        Map.of("MODE", "fast"));

    AgentSettings dev =
        loaded.config().agents().settings(new BotId("dev"), Map.of()).settings();

    assertThat(dev.command().words()).containsExactly("node", "a,b.js");
    assertThat(dev.command().folder()).contains("/srv");
    assertThat(dev.command().environment()).isEqualTo(Map.of("MODE", "fast"));
    assertThat(dev.ready().status()).containsExactly(200, 204);
    assertThat(loaded.settings().toString()).doesNotContain("fast");
  }

  @Test
  void aContainerIsFoundByNameAndByTheBeginningOfItsId() {
    Agents agents = load("{ 'agents': { 'a': { 'container': 'box' },"
            + " 'b': { 'container': '0123456789ab' }, 'c': { 'container': 'short' } } }")
        .config()
        .agents();

    assertThat(agents.configured()).containsExactly(new BotId("a"), new BotId("b"), new BotId("c"));
    assertThat(agents.ofContainer("/box", "ffff")).contains(new BotId("a"));
    assertThat(agents.ofContainer("box", "ffff")).contains(new BotId("a"));
    assertThat(agents.ofContainer("other", "0123456789abcdef")).contains(new BotId("b"));
    assertThat(agents.ofContainer("other", "shortbutnotlong")).isEmpty();
  }

  @Test
  void withDockerALabelMayBringWhatAnAgentDependsOn() {
    LoadedConfig loaded = load("{ 'agents': { 'a': { 'dependsOn': 'db' } } }");

    assertThat(loaded.warnings()).hasSize(1);
    assertThat(loaded.warnings().get(0)).contains("/agents/a/dependsOn", "'db'");
  }

  @Test
  void tenThousandAgentsLoadInWellUnderASecond() {
    String file = many();
    load(file); // classes are loaded and warm

    // of this thread alone, so that a busy machine does not count
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    LoadedConfig loaded = load(file);
    loaded
        .config()
        .agents()
        .configured()
        .forEach(
            agent -> loaded.config().agents().settings(agent, Map.of("reveille.enable", "true")));
    Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - begin);

    assertThat(loaded.config().agents().configured()).hasSize(MANY);
    assertThat(taken).isLessThan(Duration.ofSeconds(1));
  }

  private static String many() {
    return IntStream.range(0, MANY)
        .mapToObj(number -> "'bot" + number + "': { 'container': 'c" + number
            + "', 'port': 8080, 'idleTimeout': '1h', 'dependsOn': ['bot" + (number + 1) % (MANY + 1)
            + "'], 'ready': { 'path': '/up' }, 'aliases': ['alias" + number + "'] }")
        .collect(Collectors.joining(",\n", "{ 'agents': {\n", ",\n'bot" + MANY + "': {} } }"))
        .replace(",\n'bot" + MANY + "': {}", "");
  }
}

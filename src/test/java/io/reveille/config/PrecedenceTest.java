package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.BotId;
import io.reveille.testing.Configurations;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each source against the next weaker one. */
class PrecedenceTest {
  private static final BotId LAL = new BotId("lal");
  private static final String FILE_ENTRY = "{ 'agents': { 'lal': { 'idleTimeout': '3m' } } }";
  private static final String FILE_DEFAULT = "{ 'docker': { 'agentIdleTimeout': '5m' } }";
  private static final Map<String, String> VARIABLE =
      Map.of("REVEILLE_DOCKER_AGENT_IDLE_TIMEOUT", "2m");
  private static final Map<String, String> FLAG = Map.of("docker.agentIdleTimeout", "1m");
  private static final Map<String, String> LABEL = Map.of("reveille.idle-timeout", "4m");

  @Test
  void flagBeatsEnvironment() {
    assertThat(idleTimeout(Configurations.load("{}", VARIABLE, FLAG), LABEL)).hasMinutes(1);
  }

  @Test
  void environmentBeatsTheAgentsFileEntry() {
    assertThat(idleTimeout(Configurations.load(FILE_ENTRY, VARIABLE), LABEL)).hasMinutes(2);
  }

  @Test
  void theAgentsFileEntryBeatsItsLabel() {
    assertThat(idleTimeout(Configurations.load(FILE_ENTRY), LABEL)).hasMinutes(3);
  }

  @Test
  void labelBeatsTheDefaultOfTheFile() {
    assertThat(idleTimeout(Configurations.load(FILE_DEFAULT), LABEL)).hasMinutes(4);
  }

  @Test
  void theDefaultOfTheFileBeatsTheBuiltInOne() {
    assertThat(idleTimeout(Configurations.load(FILE_DEFAULT), Map.of())).hasMinutes(5);
  }

  @Test
  void theBuiltInDefaultHoldsWhereNothingIsSet() {
    assertThat(idleTimeout(Configurations.load("{}"), Map.of())).hasMinutes(30);
  }

  @Test
  void gatewayKeysFollowFlagThenEnvironmentThenFile() {
    String file = "{ 'server': { 'port': 3 } }";
    Map<String, String> variable = Map.of("REVEILLE_SERVER_PORT", "2");

    assertThat(port(Configurations.load(file, variable, Map.of("server.port", "1"))))
        .isEqualTo(1);
    assertThat(port(Configurations.load(file, variable))).isEqualTo(2);
    assertThat(port(Configurations.load(file))).isEqualTo(3);
    assertThat(port(Configurations.load("{}"))).isEqualTo(7411);
  }

  @Test
  void timeoutsOfWakeAreDefaultsOfAgentsToo() {
    LoadedConfig loaded = Configurations.load("{ 'wake': { 'holdTimeout': 7, 'readyTimeout': 8 },"
        + " 'agents': { 'own': { 'wake': { 'holdTimeout': 9 }, 'ready': { 'timeout': 10 } } } }");

    var plain = loaded.config().agents().settings(LAL, Map.of()).settings();
    var own = loaded.config().agents().settings(new BotId("own"), Map.of()).settings();

    assertThat(plain.holdTimeout()).hasSeconds(7);
    assertThat(plain.ready().timeout()).hasSeconds(8);
    assertThat(own.holdTimeout()).hasSeconds(9);
    assertThat(own.ready().timeout()).hasSeconds(10);
  }

  @Test
  void whatAnAgentIgnoresIsAddedToWhatAllIgnore() {
    LoadedConfig loaded = Configurations.load("{ 'wake': { 'ignore': { 'paths': ['/all'] } },"
        + " 'agents': { 'lal': { 'ignore': { 'paths': ['/own'], 'userAgents': 'curl' } } } }");

    var ignore = loaded.config().agents().settings(LAL, Map.of()).settings().ignore();

    assertThat(ignore.paths()).containsExactlyInAnyOrder("/all", "/own");
    assertThat(ignore.userAgents()).contains("Gatus", "curl");
  }

  private static Duration idleTimeout(LoadedConfig loaded, Map<String, String> labels) {
    return loaded.config().agents().settings(LAL, labels).settings().idleTimeout();
  }

  private static int port(LoadedConfig loaded) {
    return loaded.config().server().port();
  }
}

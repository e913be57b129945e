package io.reveille.config;

import static io.reveille.testing.Configurations.load;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigChangeTest {
  @Test
  void changedKeysAreNamedAndThoseThatNeedARestart() {
    ConfigChange change = ConfigChange.between(
        load(
            "{ 'server': { 'port': 1, 'token': 'a' }, 'agents': { 'x': {}, 'y': { 'port': 1 }, 'z': {} } }"),
        load("{ 'server': { 'port': 2, 'token': 'b' }, 'storage': { 'url': 'jdbc:sqlite:x' },"
            + " 'wake': { 'maxHeld': 5 }, 'agents': { 'y': { 'port': 2 }, 'z': {}, 'new': {} } }"));

    assertThat(change.changed())
        .containsExactly(
            "agents.new",
            "agents.x",
            "agents.y",
            "server.port",
            "server.token",
            "storage.url",
            "wake.maxHeld");
    assertThat(change.needRestart()).containsExactly("server.port", "storage.url");
  }

  @Test
  void otherWordsForTheSameAreNoChange() {
    ConfigChange change = ConfigChange.between(
        load("{}"),
        load("{ 'version': 1, 'docker': { 'agentIdleTimeout': '1800s' }, 'runtime': 'docker' }"));

    assertThat(change.isEmpty()).isTrue();
  }

  @Test
  void whatTheServerIsBuiltWithNeedsARestart() {
    ConfigChange change = ConfigChange.between(
        load("{}"),
        load("{ 'proxy': { 'maxHeaderSize': 4096, 'maxUrlLength': 512, 'maxInFlight': 5 } }"));

    assertThat(change.needRestart()).containsExactly("proxy.maxHeaderSize", "proxy.maxUrlLength");
  }

  @Test
  void everyKeyThatNeedsARestartIsInTheTable() {
    assertThat(Keys.NEED_RESTART)
        .hasSize(9)
        .allMatch(key -> Keys.TABLE.find(key).isPresent());
  }
}

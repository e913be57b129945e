package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.reveille.config.LoadedConfig.Origin;
import io.reveille.config.LoadedConfig.Setting;
import io.reveille.core.BotId;
import io.reveille.testing.Configurations;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExampleTest {
  private static final Path EXAMPLE = Path.of("conf", "reveille.example.json");

  @Test
  void theExampleHoldsEveryKeyWithItsDefault() {
    LoadedConfig example = new ConfigLoader(Map.of()).read(Optional.of(EXAMPLE), Map.of());
    LoadedConfig builtIn = Configurations.load("{}");

    assertThat(ConfigChange.between(builtIn, example).changed()).isEmpty();
    assertThat(example.settings())
        .filteredOn(setting -> setting.origin() == Origin.BUILT_IN)
        .extracting(Setting::key)
        .containsExactlyInAnyOrder(Keys.TARGETS, Keys.RULES); // they are there, and empty
  }

  @Test
  void theExampleShowsTheSectionsToo() {
    JsonNode example = Document.read(EXAMPLE, new Problems());

    assertThat(example.at("/agents").isObject()).isTrue();
    assertThat(example.at("/alerts/targets").isObject()).isTrue();
    assertThat(example.at("/alerts/rules").isArray()).isTrue();
  }

  @Test
  void theExampleOfTheSpecificationLoads() {
    LoadedConfig loaded = Configurations.load(
        """
        {
          '$schema': 'https://example.org/reveille.schema.json',
          'version': 1,
          'admin': { 'token': '${TOKEN}' },
          'chat': { 'waking': { 'typingAfter': '300ms', 'postAfter': '2s', 'onReady': 'delete' } },
          'alerts': {
            'targets': { 'ops': { 'type': 'mattermost-webhook', 'url': '${REVEILLE_OPS_HOOK}' } },
            'rules': [ { 'on': ['agent.failed', 'runtime.disconnected'], 'to': ['ops'], 'resolved': true } ]
          },
          'agents': {
            'lal': { 'container': 'lal', 'port': 8080, 'idleTimeout': '1h',
                     'chat': { 'channel': 'mattermost:CHANNEL_ID' } },
            'dev': { 'command': ['node', 'agent.js'], 'port': 9001 }   // runtime process
          }
        }
        """, Map.of("TOKEN", "t", "REVEILLE_OPS_HOOK", "https://chat.example.org/hooks/secret"));

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().alerts().targets().get(0).url().value()).endsWith("/hooks/secret");
    assertThat(loaded.config().alerts().rules().get(0).to()).containsExactly("ops");
    assertThat(loaded.config().agents().configured())
        .containsExactly(new BotId("lal"), new BotId("dev"));
    assertThat(loaded.toString()).doesNotContain("hooks/secret");
  }
}

package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig.Resolved;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.AwakeHours;
import io.reveille.core.BotId;
import io.reveille.testing.Configurations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
  private static final BotId LAL = new BotId("lal");

  @Test
  void everyLabelOfTheSpecificationCounts() {
    Resolved resolved = resolve(Map.ofEntries(
        Map.entry("reveille.enable", "true"),
        Map.entry("reveille.id", "lal"),
        Map.entry("reveille.aliases", "lol, Lala"),
        Map.entry("reveille.name", "Lal"),
        Map.entry("reveille.port", "8080"),
        Map.entry("reveille.scheme", "https"),
        Map.entry("reveille.network", "back"),
        Map.entry("reveille.idle-timeout", "1h"),
        Map.entry("reveille.idle-action", "stop"),
        Map.entry("reveille.stop-after", "2h"),
        Map.entry("reveille.stop-timeout", "5"),
        Map.entry("reveille.max-restarts", "7"),
        Map.entry("reveille.restart-backoff", "1s"),
        Map.entry("reveille.ready.path", "/up?x=1"),
        Map.entry("reveille.ready.status", "200,300-302"),
        Map.entry("reveille.ready.timeout", "90"),
        Map.entry("reveille.ready.health", "true"),
        Map.entry("reveille.busy.path", "/busy"),
        Map.entry("reveille.busy.max", "3h"),
        Map.entry("reveille.awake-hours", "Mon-Fri 08:00-18:00"),
        Map.entry("reveille.depends-on", "db,cache"),
        Map.entry("reveille.wake.hold-timeout", "12"),
        Map.entry("reveille.ignore.paths", "/a,/b"),
        Map.entry("reveille.ignore.user-agents", "curl"),
        Map.entry("reveille.chat.channel", "slack:C1"),
        Map.entry("com.docker.compose.service", "x")));

    assertThat(resolved.problems()).isEmpty();
    AgentSettings lal = resolved.settings();
    assertThat(lal.name()).isEqualTo("Lal");
    assertThat(lal.aliases()).containsExactly(new BotId("lol"), new BotId("lala"));
    assertThat(lal.address().port()).contains(8080);
    assertThat(lal.address().tls()).isTrue();
    assertThat(lal.address().network()).contains("back");
    assertThat(lal.idleTimeout()).hasHours(1);
    assertThat(lal.idleAction()).isEqualTo(IdleAction.STOP);
    assertThat(lal.stopAfter()).hasHours(2);
    assertThat(lal.stopTimeout()).hasSeconds(5);
    assertThat(lal.restarts().max()).isEqualTo(7);
    assertThat(lal.restarts().backoff()).hasSeconds(1);
    assertThat(lal.ready().path()).contains("/up?x=1");
    assertThat(lal.ready().status()).containsExactly(200, 300, 301, 302);
    assertThat(lal.ready().timeout()).hasSeconds(90);
    assertThat(lal.ready().health()).isTrue();
    assertThat(lal.busy().path()).contains("/busy");
    assertThat(lal.busy().max()).hasHours(3);
    assertThat(lal.awakeHours()).contains(AwakeHours.parse("Mon-Fri 08:00-18:00"));
    assertThat(lal.dependsOn()).containsExactly(new BotId("db"), new BotId("cache"));
    assertThat(lal.holdTimeout()).hasSeconds(12);
    assertThat(lal.ignore().paths()).contains("/a", "/b", "/robots.txt");
    assertThat(lal.ignore().userAgents()).contains("curl");
    assertThat(lal.chatChannel()).contains("slack:C1");
  }

  @Test
  void schemeSaysWhichHttpIsSpoken() {
    assertThat(resolve(Map.of("reveille.scheme", "h2c")).settings().address())
        .isEqualTo(new AgentSettings.Address(Optional.empty(), false, true, Optional.empty()));
    assertThat(resolve(Map.of("reveille.scheme", "http")).settings().address())
        .isEqualTo(new AgentSettings.Address(Optional.empty(), false, false, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "reveille.idle-tmeout | 1h | did you mean reveille.idle-timeout?",
        "reveille.idleTimeout | 1h | did you mean reveille.idle-timeout?",
        "reveille.container | x | is unknown",
        "reveille.port | abc | 'abc' is no port",
        "reveille.idle-timeout | 1800000 | looks like milliseconds",
        "reveille.idle-action | sleep | pause, stop, none",
        "reveille.id | not good | is no bot ID",
        "reveille.enable | yes | not true or false",
        "reveille.awake-hours | never | is not like"
      })
  void aBadOneIsNamedAndTheDefaultHolds(String label, String value, String says) {
    Resolved resolved = resolve(Map.of(label, value));

    assertThat(resolved.settings()).isEqualTo(resolve(Map.of()).settings());
    assertThat(resolved.problems()).hasSize(1);
    assertThat(resolved.problems().get(0)).contains("label " + label, says);
  }

  @Test
  void withoutAnyTheAgentHasTheDefaults() {
    AgentSettings lal = resolve(Map.of()).settings();

    assertThat(lal.name()).isEqualTo("lal");
    assertThat(lal.idleTimeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(lal.busy().max()).hasHours(2);
    assertThat(lal.ready().status()).isEmpty();
    assertThat(lal.command()).isEqualTo(AgentSettings.Command.NONE);
  }

  private static Resolved resolve(Map<String, String> labels) {
    return Configurations.load("{}").config().agents().settings(LAL, labels);
  }
}

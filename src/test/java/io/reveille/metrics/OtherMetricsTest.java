package io.reveille.metrics;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRuntime;
import io.reveille.core.BotId;
import io.reveille.core.Operation;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.Configurations;
import io.reveille.testing.FakeRuntime;
import io.reveille.testing.Settings;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherMetricsTest {
  private static final BotId LAL = new BotId("lal");

  @Test
  void callsToTheRuntimeAreCountedByWhatCameOfThem() {
    try (Scraper scraper = new Scraper()) {
      FakeRuntime fake = new FakeRuntime(scraper.timers(), new ArrayList<>());
      fake.put(LAL, Status.PAUSED, Settings.defaults());
      AgentRuntime runtime = scraper.verticle().counted(fake);

      await(runtime.list());
      await(runtime.perform(Operation.UNPAUSE, fake.now(LAL)));
      fake.refusal = "no";
      await(runtime.perform(Operation.PAUSE, fake.now(LAL)));
      fake.cutOff = true;
      assertThat(runtime.inspect(LAL).failed()).isTrue();

      assertThat(calls(scraper, "list", "ok")).isEqualTo(1);
      assertThat(calls(scraper, "unpause", "ok")).isEqualTo(1);
      assertThat(calls(scraper, "unpause", "failed")).isZero();
      assertThat(calls(scraper, "pause", "refused")).isEqualTo(1);
      assertThat(calls(scraper, "inspect", "failed")).isEqualTo(1);
    }
  }

  private static double calls(Scraper scraper, String operation, String result) {
    return scraper.value("reveille_runtime_calls_total{operation=\"%s\",result=\"%s\"}"
        .formatted(operation, result));
  }

  @Test
  void aRuntimeThatCannotBeReachedIsDown() {
    try (Scraper scraper = new Scraper()) {
      assertThat(scraper.value("reveille_runtime_up")).isEqualTo(1);
      scraper.condition = new Condition("docker", false, "no socket", true, 2, Optional.empty());
      assertThat(scraper.value("reveille_runtime_up")).isZero();
    }
  }

  @Test
  void alertsAreCountedForTargetsOfTheConfigurationOnly() {
    GatewayConfig config = Configurations.load("""
        {"version": 1, "alerts": {"targets": {"ops": {"type": "log"}, "on-call": {"type": "log"}}}}
        """).config();
    try (Scraper scraper = new Scraper(config)) {
      scraper.tell(AgentEvent.of("alert.sent", scraper.now(), "ops, 'lal has failed'"));
      scraper.tell(AgentEvent.of("alert.failed", scraper.now(), "ops, 'lal has failed': HTTP 500"));
      scraper.tell(AgentEvent.of("alert.failed", scraper.now(), "made up, 'x'"));

      assertThat(scraper.value("reveille_alerts_total{result=\"sent\",target=\"ops\"}"))
          .isEqualTo(1);
      assertThat(scraper.value("reveille_alerts_total{result=\"failed\",target=\"ops\"}"))
          .isEqualTo(1);
      assertThat(scraper.value("reveille_alerts_total{result=\"sent\",target=\"on-call\"}"))
          .isZero();
      assertThat(scraper.text()).doesNotContain("made up");
    }
  }
}

package io.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.Traffic.HoldEnd;
import io.reveille.testing.Reports;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentMetricsTest {
  private static final Duration LASTED = Duration.ofMillis(212);

  private final Scraper scraper = new Scraper();

  @AfterEach
  void close() {
    scraper.close();
  }

  @Test
  void eachStateIsCountedAndEachAgentIsInOne() {
    scraper.with(
        Reports.bare("lal", State.PAUSED),
        Reports.bare("dev", State.PAUSED),
        Reports.bare("old", State.FAILED));

    assertThat(scraper.value("reveille_agents{state=\"paused\"}")).isEqualTo(2);
    assertThat(scraper.value("reveille_agents{state=\"failed\"}")).isEqualTo(1);
    assertThat(scraper.value("reveille_agents{state=\"running\"}")).isZero();
    assertThat(scraper.value("reveille_agent_state{agent=\"lal\",state=\"paused\"}"))
        .isEqualTo(1);
    assertThat(scraper.value("reveille_agent_state{agent=\"lal\",state=\"failed\"}"))
        .isZero();
  }

  @Test
  void ofVeryManyAgentsOneThatIsAskedHasSeriesOfItsOwn() {
    beyondThoseThatAreShown("lal");
    String state = "reveille_agent_state{agent=\"lal\",state=\"paused\"}";
    assertThat(scraper.value("reveille_agents{state=\"paused\"}"))
        .isEqualTo(FleetMeters.SHOWN_AT_REST + 1);
    assertThat(scraper.text()).doesNotContain(state);

    scraper.verticle().traffic().of(new BotId("lal")).ended(200, 1);

    assertThat(scraper.value(state)).isEqualTo(1);
  }

  @Test
  void ofVeryManyAgentsOneThatWakesHasSeriesOfItsOwn() {
    beyondThoseThatAreShown("lal");

    scraper.step("waking", State.PAUSED, State.STARTING, Duration.ofHours(1));
    scraper.step("ready", State.STARTING, State.RUNNING, LASTED);

    assertThat(scraper.value(
            "reveille_agent_wakes_total{agent=\"lal\",from=\"paused\",result=\"ready\"}"))
        .isEqualTo(1);
    assertThat(scraper.value("reveille_agents{state=\"running\"}")).isEqualTo(1);
  }

  /** {@code last} comes behind as many as have series from the beginning. */
  private void beyondThoseThatAreShown(String last) {
    scraper.with(IntStream.range(0, FleetMeters.SHOWN_AT_REST)
        .mapToObj(number -> Reports.bare("bot" + number, State.PAUSED))
        .toArray(AgentReport[]::new));
    scraper.with(Reports.bare(last, State.PAUSED));
  }

  @Test
  void aWakeIsCountedOnceWithWhereItBeganAndHowLongItTook() {
    scraper.with(Reports.bare("lal", State.PAUSED));

    scraper.step("waking", State.PAUSED, State.STARTING, Duration.ofHours(1));
    scraper.step("ready", State.STARTING, State.RUNNING, LASTED);
    scraper.step("recovered", State.STARTING, State.RUNNING, LASTED);

    assertThat(scraper.value(
            "reveille_agent_wakes_total{agent=\"lal\",from=\"paused\",result=\"ready\"}"))
        .isEqualTo(1);
    assertThat(scraper.value(
            "reveille_agent_wake_duration_seconds_count{agent=\"lal\",from=\"paused\"}"))
        .isEqualTo(1);
    assertThat(scraper.value(
            "reveille_agent_wake_duration_seconds_sum{agent=\"lal\",from=\"paused\"}"))
        .isEqualTo(0.212);
    assertThat(
            scraper.value(
                "reveille_agent_wake_duration_seconds_bucket{agent=\"lal\",from=\"paused\",le=\"0.1\"}"))
        .isZero();
    assertThat(
            scraper.value(
                "reveille_agent_wake_duration_seconds_bucket{agent=\"lal\",from=\"paused\",le=\"0.25\"}"))
        .isEqualTo(1);
  }

  @Test
  void aWakeIsCountedAlsoIfWhatIsSoNowWasShownBeforeItsEvents() {
    scraper.with(Reports.bare("lal", State.PAUSED));
    scraper.with(Reports.bare("lal", State.RUNNING));

    scraper.step("waking", State.PAUSED, State.STARTING, LASTED);
    scraper.with(Reports.bare("lal", State.RUNNING));
    scraper.step("ready", State.STARTING, State.RUNNING, LASTED);

    assertThat(scraper.value(
            "reveille_agent_wakes_total{agent=\"lal\",from=\"paused\",result=\"ready\"}"))
        .isEqualTo(1);
  }

  @Test
  void aWakeThatFailsOrCrashesIsCountedAsSuchAndTakesNoTime() {
    scraper.with(Reports.bare("lal", State.STOPPED));

    scraper.step("waking", State.STOPPED, State.STARTING, LASTED);
    scraper.step("wake-failed", State.STARTING, State.STARTING, LASTED);
    scraper.step("stopped", State.STARTING, State.STOPPED, LASTED);
    scraper.step("waking", State.STOPPED, State.STARTING, LASTED);
    scraper.step("crashed", State.STARTING, State.CRASHED, LASTED);

    assertThat(scraper.value(
            "reveille_agent_wakes_total{agent=\"lal\",from=\"stopped\",result=\"failed\"}"))
        .isEqualTo(1);
    assertThat(scraper.value(
            "reveille_agent_wakes_total{agent=\"lal\",from=\"stopped\",result=\"crashed\"}"))
        .isEqualTo(1);
    assertThat(scraper.find(
            "reveille_agent_wake_duration_seconds_count{agent=\"lal\",from=\"stopped\"}"))
        .isEmpty();
  }

  @Test
  void onlyASleepThatReveilleBeganIsCounted() {
    scraper.with(Reports.bare("lal", State.RUNNING));

    scraper.step("idle", State.RUNNING, State.IDLE, LASTED);
    scraper.step("paused", State.IDLE, State.PAUSED, LASTED);
    scraper.step("idle", State.PAUSED, State.IDLE, LASTED);
    scraper.step("stopped", State.IDLE, State.STOPPED, LASTED);
    scraper.step("ready", State.STOPPED, State.RUNNING, LASTED);
    scraper.step("paused", State.RUNNING, State.PAUSED, LASTED);

    assertThat(scraper.value("reveille_agent_sleeps_total{action=\"pause\",agent=\"lal\"}"))
        .isEqualTo(1);
    assertThat(scraper.value("reveille_agent_sleeps_total{action=\"stop\",agent=\"lal\"}"))
        .isEqualTo(1);
  }

  @Test
  void aCrashSaysWhetherMemoryRanOutAndEachAttemptIsCounted() {
    scraper.with(Reports.bare("lal", State.RUNNING));
    Exit killed = new Exit(137, true, false, scraper.now());

    scraper.step("crashed", State.RUNNING, State.CRASHED, LASTED, Optional.of(killed));
    scraper.step("restarting", State.CRASHED, State.RESTARTING, LASTED);
    scraper.step("crashed", State.RESTARTING, State.CRASHED, LASTED);
    scraper.step("restarting", State.CRASHED, State.RESTARTING, LASTED);

    assertThat(scraper.value("reveille_agent_crashes_total{agent=\"lal\",oom=\"true\"}"))
        .isEqualTo(1);
    assertThat(scraper.value("reveille_agent_crashes_total{agent=\"lal\",oom=\"false\"}"))
        .isEqualTo(1);
    assertThat(scraper.value("reveille_agent_restarts_total{agent=\"lal\"}")).isEqualTo(2);
  }

  @Test
  void timeIsCountedForTheStateThatAnAgentIsInAndOnlySinceTheStart() {
    scraper.with(Reports.bare("lal", State.RUNNING)); // since long before
    scraper.pass(Duration.ofSeconds(10));
    assertThat(scraper.value("reveille_agent_state_seconds_total{agent=\"lal\",state=\"running\"}"))
        .isEqualTo(10);

    scraper.step("idle", State.RUNNING, State.IDLE, Duration.ofHours(1));
    scraper.step("paused", State.IDLE, State.PAUSED, Duration.ZERO);
    scraper.text(); // what was told before has arrived
    scraper.pass(Duration.ofSeconds(5));

    assertThat(scraper.value("reveille_agent_state_seconds_total{agent=\"lal\",state=\"running\"}"))
        .isEqualTo(10);
    assertThat(scraper.value("reveille_agent_state_seconds_total{agent=\"lal\",state=\"paused\"}"))
        .isEqualTo(5);
  }

  @Test
  void memoryIsShownWhileItIsKnown() {
    AgentReport full = Reports.full("lal", "Lal");
    scraper.with(full);
    assertThat(scraper.value("reveille_agent_memory_bytes{agent=\"lal\"}")).isEqualTo(379_584_512);
    assertThat(scraper.value("reveille_memory_freed_bytes")).isZero();

    scraper.with(Reports.bare("lal", State.STOPPED));

    assertThat(scraper.find("reveille_agent_memory_bytes{agent=\"lal\"}")).isEmpty();
  }

  @Test
  void anAgentThatIsGoneTakesItsSeriesWithIt() {
    scraper.with(Reports.bare("lal", State.RUNNING), Reports.bare("dev", State.RUNNING));
    scraper.agents.remove("lal");

    assertThat(scraper.text()).doesNotContain("agent=\"lal\"").contains("agent=\"dev\"");
  }

  @Test
  void requestsAndWaitsAreCountedByAgentAndByHowTheyEnded() {
    scraper.with(Reports.bare("lal", State.RUNNING));
    scraper.verticle().traffic().of(new BotId("lal")).ended(204, LASTED.toNanos());
    scraper.verticle().traffic().of(new BotId("lal")).ended(0, LASTED.toNanos());
    scraper.verticle().traffic().elsewhere().ended(404, 0);
    scraper.verticle().traffic().of(new BotId("lal")).held(HoldEnd.WAKE_TIMEOUT, LASTED.toNanos());

    assertThat(scraper.value("reveille_http_requests_total{agent=\"lal\",status=\"2xx\"}"))
        .isEqualTo(1);
    assertThat(scraper.value("reveille_http_requests_total{agent=\"lal\",status=\"none\"}"))
        .isEqualTo(1);
    assertThat(scraper.value("reveille_http_requests_total{agent=\"_unknown\",status=\"4xx\"}"))
        .isEqualTo(1);
    assertThat(scraper.value("reveille_http_request_duration_seconds_sum{status=\"2xx\"}"))
        .isEqualTo(0.212);
    assertThat(scraper.value(
            "reveille_hold_duration_seconds_bucket{outcome=\"wake-timeout\",le=\"0.25\"}"))
        .isEqualTo(1);
  }
}

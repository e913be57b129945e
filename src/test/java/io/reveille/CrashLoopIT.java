package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport.Breaker;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineLog;
import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.ScriptedHook;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that crashes over and over: restarted with growing waits, given up, and helped. */
class CrashLoopIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int EXIT = 3;

  /** Serves until it is told to break; from then on each start ends at once, until somebody has healed it. */
  private static final String BREAKABLE = """
      trap 'touch /broken; exit 3' USR1
      trap 'exit 143' TERM
      if [ -e /broken ] && [ ! -e /healed ]; then exit 3; fi
      /bin/busybox httpd -f -p 8080 -h /www & wait
      """;

  @TempDir
  Path folder;

  private final Vertx vertx = Vertx.vertx();

  private DockerLab docker;
  private EngineLog engine;
  private String bot = "";
  private String container = "";

  @BeforeEach
  void begin() {
    docker = DockerLab.engine();
    engine = EngineLog.follow(docker);
    DockerLab.Plan plan = docker
        .container("loop")
        .expose(8080)
        .label("reveille.enable", "true")
        .cmd("/bin/busybox", "sh", "-c", BREAKABLE);
    bot = plan.name();
    container = plan.create();
  }

  @AfterEach
  void end() throws IOException {
    await(vertx.close(), LONG);
    if (engine != null) {
      engine.close();
      docker.close();
    }
  }

  @Test
  void isRestartedWithGrowingWaitsGivenUpAndNotTouchedUntilAnAdminResetsIt() throws Exception {
    Duration unit = Duration.ofMillis(500);
    try (GatewayLab lab = lab("'agentRestartBackoffSeconds': '500ms'")) {
      wake(lab);
      breakDown();
      lab.untilIs(State.FAILED, bot);

      untilStarted(4); // the first, and three more
      until(() -> !lab.events("agent.failed").isEmpty(), LONG);
      plannedAt(lab, unit);
      assertThat(lab.events("agent.failed")).hasSize(1);
      AgentEvent failed = lab.events("agent.failed").get(0);
      assertThat(failed.attempt()).isEqualTo(3);
      assertThat(failed.exit().orElseThrow().code()).isEqualTo(EXIT);
      assertThat(failed.detail()).contains("exit code 3").contains("It crashed first at ");
      assertThat(lab.report(bot).breaker()).isEqualTo(Breaker.OPEN);

      isRefusedAtOnce(lab);
      assertThat(engine.count("start", container)).as("left alone").isEqualTo(4);

      heal();
      await(lab.operator().post("/api/v1/agents/" + bot + "/reset-failed"), LONG);
      wake(lab);
      assertThat(lab.events("agent.failed")).hasSize(1);
      assertThat(lab.report(bot).restarts().attempts()).isZero();
    }
  }

  /** By Reveille's plan to the millisecond, and by the engine's own word not before it. */
  private void plannedAt(GatewayLab lab, Duration unit) {
    List<AgentEvent> plans = lab.events("agent.restarting");
    List<EngineLog.Entry> starts = engine.of("start").stream()
        .filter(entry -> entry.container().equals(container))
        .toList();
    assertThat(plans).hasSize(3);
    assertThat(starts).hasSize(4);
    for (int attempt = 1; attempt <= 3; attempt++) {
      Instant next = plans.get(attempt - 1).nextAttemptAt().orElseThrow();
      long wait = unit.toMillis() << (attempt - 1);
      assertThat(Duration.between(plans.get(attempt - 1).at(), next).toMillis())
          .as("attempt " + attempt)
          .isCloseTo(wait, within(wait / 10 + 1));
      assertThat(starts.get(attempt).atMillis())
          .isGreaterThanOrEqualTo(next.toEpochMilli())
          .isLessThan(next.plus(LONG).toEpochMilli());
    }
  }

  private void isRefusedAtOnce(GatewayLab lab) {
    List<Long> took = new ArrayList<>();
    for (int request = 0; request < 30; request++) {
      long begun = System.nanoTime();
      Caller.Answer answer = await(lab.caller().get("/bots/" + bot + "/"), LONG);
      took.add(System.nanoTime() - begun);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("urn:reveille:problem:agent-failed");
      assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isBetween(600, 900);
    }
    // the machine may be busy with others at one moment or another
    Collections.sort(took);
    assertThat(Duration.ofNanos(took.get(took.size() / 2))).isLessThan(Duration.ofMillis(50));
  }

  @Test
  void afterTheCoolDownOneMessageTriesAndItIsToldOnceThatItHasRecovered() throws Exception {
    ScriptedHook ops = new ScriptedHook(vertx);
    try (GatewayLab lab = GatewayLab.start(docker, """
        { 'docker': { 'agentRestartBackoffSeconds': '200ms', 'agentFailedRetryAfter': '2s' },
          'alerts': { 'targets': { 'ops': { 'type': 'webhook', 'url': '%s' } },
                      'rules': [ { 'on': ['agent.failed'], 'to': ['ops'] } ] } }
        """.formatted(ops.url("/alerts")))) {
      wake(lab);
      breakDown();
      lab.untilIs(State.FAILED, bot);
      untilStarted(4);
      heal();

      until(() -> await(lab.caller().get("/bots/" + bot + "/"), LONG).status() == 200, LONG);

      untilStarted(5);
      until(() -> lab.events("agent.recovered").size() == 1, LONG);
      assertThat(lab.report(bot).breaker()).as("on trial").isEqualTo(Breaker.HALF_OPEN);
      wake(lab);
      assertThat(engine.count("start", container)).as("one trial").isEqualTo(5);
      assertThat(lab.events("agent.recovered")).hasSize(1);
      assertThat(lab.events("agent.failed")).hasSize(1);
      until(() -> ops.taken.size() == 2, LONG);
      saysWhatHappened(new JsonObject(ops.taken.get(0).body()), ops.taken.get(1).body());
    }
  }

  private void saysWhatHappened(JsonObject alert, String resolved) {
    assertThat(alert.getString("type")).isEqualTo("reveille.agent.failed");
    assertThat(alert.getString("subject")).isEqualTo(bot);
    assertThat(alert.getJsonObject("data").getInteger("attempt")).isEqualTo(3);
    assertThat(alert.getJsonObject("data").getJsonObject("exit").getInteger("code"))
        .isEqualTo(EXIT);
    assertThat(new JsonObject(resolved).getString("resolves")).isEqualTo(alert.getString("id"));
  }

  /** The engine's own word comes a moment later than Reveille's. */
  private void untilStarted(int times) {
    until(() -> engine.count("start", container) >= times, LONG);
    assertThat(engine.count("start", container)).isEqualTo(times);
  }

  @Test
  void aMessageThatArrivesMidRestartJoinsItOrIsToldHowLongItTakes() throws Exception {
    try (GatewayLab lab = lab("'agentRestartBackoffSeconds': '4s'")) {
      wake(lab);
      docker.kill(container, "KILL");
      lab.untilIs(State.RESTARTING, bot);

      var patient = lab.caller().get("/bots/" + bot + "/");
      Caller.Answer hasty =
          await(lab.caller().get("/bots/" + bot + "/", Map.of("Prefer", "wait=1")), LONG);

      if (hasty.status() == 503) { // else the machine was so slow that the wait was over
        assertThat(hasty.text()).contains("urn:reveille:problem:agent-restarting");
        assertThat(Integer.parseInt(hasty.headers().get("Retry-After"))).isBetween(1, 5);
      }
      Caller.Answer joined = await(patient, LONG);
      assertThat(joined.status()).isEqualTo(200);
      assertThat(joined.wake()).isEqualTo("restart");
      untilStarted(2);
    }
  }

  @Test
  void attemptsAndTheNextTimeSurviveAKillOfReveille() throws Exception {
    JsonObject config = new JsonObject()
        .put(
            "docker",
            new JsonObject()
                .put("endpoint", docker.host())
                .put("agentIdleTimeout", 0)
                .put("agentRestartBackoffSeconds", "5s"));
    try (ReveilleProcess reveille = new ReveilleProcess(folder, config).start()) {
      reveille.awaitState(bot, "created");
      assertThat(reveille.get(bot, "/").statusCode()).isEqualTo(200);
      breakDown();
      reveille.awaitState(bot, "restarting");
      Instant planned = Instant.parse(
          reveille.agent(bot).orElseThrow().getJsonObject("restarts").getString("nextAttemptAt"));
      Eventually.holds(
          "it is written down",
          LONG,
          () -> reveille.history(bot).contains("crashed>restarting/exit"));

      reveille.kill9();
      reveille.start();

      Eventually.holds("the attempt", LONG, () -> engine.count("start", container) == 2);
      assertThat(engine.of("start").stream()
              .filter(entry -> entry.container().equals(container))
              .skip(1)
              .findFirst()
              .orElseThrow()
              .atMillis())
          .isGreaterThanOrEqualTo(planned.toEpochMilli());
      Eventually.holds("the next is the second", LONG, () -> restarts(reveille, 2));
      assertThat(reveille.history(bot).stream().filter(step -> step.startsWith("running>crashed")))
          .as("the crash before the kill is booked once")
          .hasSize(1);
    }
  }

  private boolean restarts(ReveilleProcess reveille, int count) {
    return reveille.agent(bot).orElseThrow().getJsonObject("restarts").getInteger("count") == count;
  }

  private GatewayLab lab(String settings) {
    return GatewayLab.start(docker, "{ 'docker': { " + settings + " } }");
  }

  private void wake(GatewayLab lab) {
    until(() -> await(lab.caller().get("/bots/" + bot + "/"), LONG).text().equals("awake\n"), LONG);
  }

  private void breakDown() {
    docker.kill(container, "USR1");
  }

  private void heal() throws IOException {
    Path healed = Files.createFile(folder.resolve("healed"));
    docker
        .docker()
        .copyArchiveToContainerCmd(container)
        .withHostResource(healed.toString())
        .withRemotePath("/")
        .exec();
  }
}

package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.Severable;
import io.reveille.testing.TidyUp;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine cannot be reached for a while: what runs is served, and nothing is guessed. */
class EngineAwayIT {
  private static final String DISCONNECTED = "reveille.runtime.disconnected";
  private static final String CONNECTED = "reveille.runtime.connected";

  @TempDir
  Path folder;

  private DockerLab lab;
  private Severable line;
  private ReveilleProcess reveille;

  @BeforeEach
  void begin() {
    lab = DockerLab.engine();
    line = new Severable(lab.host());
    JsonObject docker = new JsonObject()
        .put("endpoint", "tcp://127.0.0.1:" + line.port())
        .put("agentIdleTimeout", 0)
        .put("agentRestartBackoffSeconds", "500ms");
    reveille = new ReveilleProcess(
            folder,
            new JsonObject()
                .put("docker", docker)
                .put("wake", new JsonObject().put("holdTimeout", "3s")))
        .start();
  }

  @AfterEach
  void end() throws Exception {
    TidyUp.close(reveille, line, lab);
  }

  @Test
  void whatRunsIsServedWhileTheEngineIsAway() {
    String bot = agent("served");
    answers(bot);

    line.cut();
    awaitEvent(DISCONNECTED);

    assertThat(reveille.state(bot)).isEqualTo("running");
    answers(bot);
    line.restore();
    awaitEvent(CONNECTED);
    answers(bot);
    assertThat(reveille.history(bot)).noneMatch(step -> step.contains("crashed"));
  }

  @Test
  void aHeldRequestEndsByItsDeadlineAndTheNextOneWakes() {
    String bot = agent("held");
    answers(bot);
    lab.pause(containerOf(bot));
    reveille.awaitState(bot, "paused");
    line.cut();
    awaitEvent(DISCONNECTED);

    long began = System.nanoTime();
    HttpResponse<String> refused = reveille.get(bot, "/");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    line.restore();
    awaitEvent(CONNECTED);
    Eventually.holds(
        "it wakes again", Duration.ofSeconds(20), () -> reveille.get(bot, "/").statusCode() == 200);
  }

  @Test
  void anEndThatHappenedMeanwhileIsBookedOnce() {
    String bot = agent("ended");
    answers(bot);
    line.cut();
    awaitEvent(DISCONNECTED);

    lab.kill(containerOf(bot), "KILL");
    line.restore();
    awaitEvent(CONNECTED);
    Eventually.holds(
        "it runs again",
        Duration.ofSeconds(20),
        () ->
            reveille.history(bot).stream().anyMatch(step -> step.startsWith("restarting>running")));

    assertThat(reveille.history(bot).stream().filter(step -> step.startsWith("running>crashed")))
        .hasSize(1);
    answers(bot);
  }

  @Test
  void aStreamThatIsCutAgainAndAgainUnderTrafficLosesNoRequest() {
    String bot = agent("flaky");
    answers(bot);
    CompletableFuture<Void> cuts = CompletableFuture.runAsync(() -> {
      for (int cut = 0; cut < 5; cut++) {
        line.cut();
        Eventually.after(Duration.ofMillis(200));
        line.restore();
        Eventually.after(Duration.ofMillis(200));
      }
    });

    while (!cuts.isDone()) {
      answers(bot);
    }

    cuts.join();
    Eventually.holds(
        "the engine is back",
        Duration.ofSeconds(20),
        () -> reveille.admin("GET", "/readyz").statusCode() == 200);
    lab.pause(containerOf(bot));
    reveille.awaitState(bot, "paused");
    answers(bot);
  }

  private String agent(String name) {
    DockerLab.Plan plan = lab.container(name).expose(8080).label("reveille.enable", "true");
    plan.create();
    reveille.awaitState(plan.name(), "created");
    return plan.name();
  }

  private String containerOf(String bot) {
    return lab.docker().inspectContainerCmd(bot).exec().getId();
  }

  private void answers(String bot) {
    HttpResponse<String> answer = reveille.get(bot, "/");
    assertThat(answer.body()).isEqualTo("awake\n");
  }

  private void awaitEvent(String type) {
    try {
      Eventually.holds(type, Duration.ofSeconds(30), () -> {
        List<String> told = reveille.events().stream()
            .filter(event -> event.startsWith("reveille.runtime."))
            .toList();
        return !told.isEmpty() && told.get(told.size() - 1).equals(type);
      });
    } catch (AssertionError never) {
      throw new AssertionError(reveille.events() + reveille.stderr(), never);
    }
  }
}

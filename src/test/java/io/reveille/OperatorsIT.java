package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.RestartPolicy;
import io.reveille.testing.DockerLab;
import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.TidyUp;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do by hand, with the engine's own commands, is adopted and not fought. */
class OperatorsIT {
  private static final String SERVE =
      "trap 'exit 0' USR1; trap 'exit 143' TERM; /bin/busybox httpd -f -p 8080 -h /www & wait";

  @TempDir
  static Path folder;

  private static DockerLab lab;
  private static ReveilleProcess reveille;

  private String bot = "";
  private String container = "";

  @BeforeAll
  static void begin() {
    lab = DockerLab.engine();
    JsonObject docker = new JsonObject()
        .put("endpoint", lab.host())
        .put("agentIdleTimeout", 0)
        .put("agentStopTimeout", "2s")
        .put("agentRestartBackoffSeconds", "500ms");
    reveille = new ReveilleProcess(folder, new JsonObject().put("docker", docker)).start();
  }

  @AfterAll
  static void end() throws Exception {
    TidyUp.close(reveille, lab);
  }

  @Test
  void aPauseByHandIsAdoptedAndTheNextMessageWakes() {
    runningAgent("paused");

    lab.pause(container);
    reveille.awaitState(bot, "paused");

    Eventually.holds(
        "the history ends with the pause",
        Duration.ofSeconds(5),
        () -> last(reveille.history(bot)).equals("running>paused/external"));
    neverCrashed();
    answers();
    assertThat(reveille.state(bot)).isEqualTo("running");
  }

  @Test
  void anUnpauseByHandIsAdopted() {
    runningAgent("unpaused");
    lab.pause(container);
    reveille.awaitState(bot, "paused");

    lab.unpause(container);

    reveille.awaitState(bot, "running");
    neverCrashed();
    answers();
  }

  @Test
  void aStopByHandIsNoCrashAndTheNextMessageStarts() {
    runningAgent("stopped");

    lab.stop(container, 3);
    reveille.awaitState(bot, "stopped");

    Eventually.holds(
        "the history ends with the stop",
        Duration.ofSeconds(5),
        () -> last(reveille.history(bot)).matches("running>stopped/(exit|external)"));
    neverCrashed();
    answers();
  }

  @Test
  void aStartByHandIsAdopted() {
    agent("started");

    lab.start(container);

    reveille.awaitState(bot, "running");
    neverCrashed();
    answers();
  }

  @Test
  void aRestartByHandIsNoCrash() {
    runningAgent("restarted");
    String before = startedAt();

    lab.docker().restartContainerCmd(container).withTimeout(3).exec();

    reveille.awaitState(bot, "running");
    assertThat(startedAt()).isNotEqualTo(before);
    answers();
    neverCrashed();
  }

  @Test
  void aKillByHandIsACrashAndReveilleRestarts() {
    runningAgent("killed");

    lab.kill(container, "KILL");
    Eventually.holds(
        "it crashed and runs again",
        Duration.ofSeconds(20),
        () -> reveille.history(bot).contains("restarting>running/exit")
            || reveille.history(bot).stream()
                .anyMatch(step -> step.startsWith("restarting>running")));

    assertThat(reveille.history(bot).stream().map(step -> step.replaceFirst("/.*", "")))
        .containsSubsequence("running>crashed", "crashed>restarting", "restarting>running");
    assertThat(reveille.agent(bot).orElseThrow().getJsonObject("restarts").getInteger("count"))
        .isEqualTo(1);
    assertThat(reveille.agent(bot).orElseThrow().getJsonObject("lastExit").getInteger("code"))
        .isEqualTo(137);
    answers();
  }

  @Test
  void whatDockerRestartsByItsOwnPolicyIsWarnedOfAndAdopted() throws Exception {
    DockerLab.Plan plan = lab.container("policy").expose(8080).label("reveille.enable", "true");
    plan.host(host -> host.withRestartPolicy(RestartPolicy.alwaysRestart()))
        .cmd("/bin/busybox", "sh", "-c", "trap 'exit 3' HUP; " + SERVE);
    bot = plan.name();
    container = plan.create();
    reveille.awaitState(bot, "created");
    answers();
    String before = startedAt();

    crashFromWithin();
    Eventually.holds(
        "Docker restarts it", Duration.ofSeconds(30), () -> !startedAt().equals(before));
    reveille.awaitState(bot, "running");

    answers();
    assertThat(reveille.stderr()).contains("restart policy");
  }

  /** A signal from outside would end Docker's policy, too. */
  private void crashFromWithin() throws InterruptedException {
    String exec = lab.docker()
        .execCreateCmd(container)
        .withCmd("/bin/busybox", "kill", "-HUP", "1")
        .exec()
        .getId();
    lab.docker().execStartCmd(exec).exec(new ResultCallback.Adapter<>()).awaitCompletion();
  }

  @Test
  void anEndWithCodeZeroIsAStop() {
    runningAgent("done");

    lab.kill(container, "USR1");
    reveille.awaitState(bot, "stopped");

    // the history is written a moment later than the state is shown
    Eventually.holds(
        "the history ends with the stop",
        Duration.ofSeconds(5),
        () -> last(reveille.history(bot)).equals("running>stopped/exit"));
    neverCrashed();
    answers();
  }

  private static String last(List<String> steps) {
    return steps.get(steps.size() - 1);
  }

  private void agent(String name) {
    DockerLab.Plan plan = lab.container(name).expose(8080).label("reveille.enable", "true");
    plan.cmd("/bin/busybox", "sh", "-c", SERVE);
    bot = plan.name();
    container = plan.create();
    reveille.awaitState(bot, "created");
  }

  private void runningAgent(String name) {
    agent(name);
    answers();
    reveille.awaitState(bot, "running");
  }

  private void answers() {
    assertThat(reveille.get(bot, "/").body()).isEqualTo("awake\n");
  }

  private void neverCrashed() {
    assertThat(reveille.history(bot)).noneMatch(step -> step.contains("crashed"));
    assertThat(reveille.alerts()).noneMatch(alert -> bot.equals(alert.getString("agent")));
  }

  private String startedAt() {
    return String.valueOf(
        lab.docker().inspectContainerCmd(container).exec().getState().getStartedAt());
  }
}

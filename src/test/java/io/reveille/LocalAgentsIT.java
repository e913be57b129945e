package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Eventually;
import io.reveille.testing.FreePort;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.ToyCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents as local processes, from the first message to the end of Reveille. */
class LocalAgentsIT {
  @TempDir
  Path folder;

  private ReveilleProcess reveille;

  @BeforeEach
  void begin() {
    JsonObject config = new JsonObject()
        .put("runtime", "process")
        .put(
            "docker",
            new JsonObject()
                .put("agentIdleTimeout", 0)
                .put("agentStopTimeout", "3s")
                .put("agentRestartBackoffSeconds", "500ms"))
        .put(
            "agents",
            new JsonObject()
                .put("one", ToyCommand.agent("one"))
                .put("two", ToyCommand.agent("two"))
                .put("broken", broken()));
    reveille = new ReveilleProcess(folder, config).start();
  }

  private static JsonObject broken() {
    return new JsonObject()
        .put("command", new JsonArray(List.of("sh", "-c", "echo no key; exit 3")))
        .put("port", FreePort.next());
  }

  @AfterEach
  void end() {
    reveille.terminate(); // a kill would leave the agents behind
  }

  @Test
  void anAgentIsWokenPausedAndStopped() throws Exception {
    long pid = wake("one");
    assertThat(reveille.get("two", "/hello").body()).contains("\"agent\":\"two\"");

    act("one", "pause");
    reveille.awaitState("one", "paused");
    assertThat(kernelState(pid)).isEqualTo("T");
    assertThat(wake("one")).isEqualTo(pid);
    assertThat(kernelState(pid)).isNotEqualTo("T");

    act("one", "stop");
    reveille.awaitState("one", "stopped");
    assertThat(gone(pid)).isTrue();
    assertThat(wake("one")).isNotEqualTo(pid);
  }

  @Test
  void anAgentThatCrashesIsRestarted() {
    long pid = wake("one");

    reveille.post("one", "/crash");
    Eventually.holds(
        "it runs again",
        Duration.ofSeconds(20),
        () -> reveille.history("one").stream()
            .anyMatch(step -> step.startsWith("restarting>running")));

    assertThat(reveille.history("one").stream().map(step -> step.replaceFirst("/.*", "")))
        .containsSubsequence("running>crashed", "crashed>restarting", "restarting>running");
    assertThat(wake("one")).isNotEqualTo(pid);
  }

  @Test
  void anAgentThatOnlyCrashesIsGivenUp() {
    assertThat(reveille.get("broken", "/").statusCode()).isEqualTo(503);
    reveille.awaitState("broken", "failed");

    JsonObject agent = reveille.agent("broken").orElseThrow();
    assertThat(agent.getJsonObject("restarts").getInteger("count")).isEqualTo(3);
    assertThat(agent.getJsonObject("restarts").getString("breaker")).isEqualTo("open");
    assertThat(agent.getJsonObject("lastExit").getInteger("code")).isEqualTo(3);
    assertThat(reveille.events().stream().filter("reveille.agent.restarting"::equals))
        .hasSize(3);
    assertThat(reveille.events().stream().filter("reveille.agent.failed"::equals))
        .hasSize(1);
    assertThat(reveille.get("broken", "/").body()).contains("urn:reveille:problem:agent-failed");
  }

  @Test
  void sigtermEndsTheAgentsToo() throws Exception {
    long running = wake("one");
    long paused = wake("two");
    act("two", "pause");
    reveille.awaitState("two", "paused");

    assertThat(reveille.terminate()).isZero();

    assertThat(gone(running)).isTrue();
    assertThat(gone(paused)).isTrue();
  }

  @Test
  void afterAKillTheNextReveilleTakesThemOver() throws Exception {
    long running = wake("one");
    long paused = wake("two");
    act("two", "pause");
    reveille.awaitState("two", "paused");

    reveille.kill9();
    assertThat(ProcessHandle.of(running)).isPresent();
    reveille.start();

    assertThat(reveille.state("one")).isEqualTo("running");
    assertThat(reveille.state("two")).isEqualTo("paused");
    assertThat(wake("one")).isEqualTo(running);
    assertThat(wake("two")).isEqualTo(paused);
    assertThat(reveille.history("one")).noneMatch(step -> step.contains("crashed"));
    assertThat(reveille.terminate()).isZero();
    assertThat(gone(running)).isTrue();
    assertThat(gone(paused)).isTrue();
  }

  /** The number of the process that answered. */
  private long wake(String bot) {
    HttpResponse<String> answer = reveille.get(bot, "/hello");
    assertThat(answer.statusCode())
        .as(() -> answer.body() + reveille.history(bot) + reveille.stderr())
        .isEqualTo(200);
    return new JsonObject(answer.body()).getLong("pid");
  }

  private void act(String bot, String action) {
    assertThat(reveille.admin("POST", "/api/v1/agents/" + bot + "/" + action).statusCode())
        .isIn(200, 202);
  }

  /** One that was taken over is not ours to bury, and init may take its time. */
  private static boolean gone(long pid) throws IOException {
    return ProcessHandle.of(pid).isEmpty() || kernelState(pid).equals("Z");
  }

  private static String kernelState(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).substring(0, 1);
  }
}

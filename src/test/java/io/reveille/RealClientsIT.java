package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Eventually;
import io.reveille.testing.NodeScripts;
import io.reveille.testing.ReveilleProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official SDKs of MCP and A2A on both sides; the agent falls asleep between the calls of one client. */
class RealClientsIT {
  private static final List<String> SLEEP_AND_WAKE =
      List.of("idle>paused/idle-timeout", "paused>starting/request");

  private static NodeScripts scripts;

  @TempDir
  private Path folder;

  private ReveilleProcess reveille;

  @BeforeAll
  static void install() {
    scripts = NodeScripts.installed(RealClientsIT.class);
  }

  @BeforeEach
  void begin() {
    JsonObject config = new JsonObject()
        .put("runtime", "process")
        .put("docker", new JsonObject().put("agentIdleTimeout", "1s"))
        .put("wake", new JsonObject().put("holdTimeout", "60s"))
        .put(
            "agents",
            new JsonObject()
                .put("counter", scripts.agent("mcp-agent.mjs"))
                .put("worker", scripts.agent("a2a-agent.mjs")));
    reveille = new ReveilleProcess(folder, config).start();
  }

  @AfterEach
  void end() {
    reveille.terminate(); // a kill would leave the agents behind
  }

  @Test
  void aSessionOfMcpAndItsEventStreamLiveThroughTheSleepOfTheirAgent() {
    JsonObject saw = call("mcp-client.mjs", "counter");

    assertThat(saw.getJsonArray("tools")).isEqualTo(JsonArray.of("count"));
    assertThat(saw.getJsonArray("calls")).isEqualTo(JsonArray.of(1, 2));
    assertThat(saw.getBoolean("sameProcess")).isTrue();
    assertThat(saw.getBoolean("hasSession")).isTrue();
    assertThat(saw.getInteger("streams")).isEqualTo(1);
    assertThat(saw.getJsonArray("heard")).isEqualTo(JsonArray.of("call 1", "call 2"));
    awaitSleepsAndWakes("counter", 1);
  }

  @Test
  void anAgentOfA2aAnswersAndStreamsAfterASleep() {
    JsonObject saw = call("a2a-client.mjs", "worker");

    assertThat(saw.getString("url"))
        .isEqualTo("http://127.0.0.1:%d/bots/worker/a2a", reveille.port());
    String pid = saw.getJsonArray("said").getString(0).replaceFirst(".* ", "");
    assertThat(saw.getJsonArray("said"))
        .isEqualTo(JsonArray.of("hello: request 1 to " + pid, "again: request 2 to " + pid));
    assertThat(saw.getJsonArray("steps"))
        .isEqualTo(JsonArray.of(
            "TASK_STATE_SUBMITTED",
            "TASK_STATE_WORKING",
            "work: request 3 to " + pid,
            "TASK_STATE_COMPLETED"));
    awaitSleepsAndWakes("worker", 2);
  }

  /** The history is written behind the answers. */
  private void awaitSleepsAndWakes(String agent, int atLeast) {
    List<String> expected = Collections.nCopies(atLeast, SLEEP_AND_WAKE).stream()
        .flatMap(List::stream)
        .toList();
    Eventually.holds(
        agent + " was asleep and woken",
        Duration.ofSeconds(30),
        () -> reveille.history(agent).stream()
                .filter(SLEEP_AND_WAKE::contains)
                .toList()
                .size()
            >= expected.size());
    assertThat(reveille.history(agent)).containsSubsequence(expected);
  }

  private JsonObject call(String script, String agent) {
    return scripts.run(
        script,
        "http://127.0.0.1:" + reveille.port() + "/bots/" + agent,
        "http://127.0.0.1:" + reveille.adminPort(),
        agent);
  }
}

package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.pass;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineLog;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Reveille answers itself, while the agent sleeps on. */
class LeftAsleepIT {
  private static final Duration A_WHILE = Duration.ofMillis(500);

  private DockerLab docker;
  private GatewayLab lab;
  private EngineLog engine;
  private String container;

  @BeforeEach
  void sleepingAgent() {
    docker = DockerLab.engine();
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    container = lal.start();
    docker.pause(container);
    engine = EngineLog.follow(docker);
    lab = GatewayLab.start(docker, """
        {
          'wake': { 'ignore': { 'userAgents': ['Uptime-Kuma'], 'paths': ['/favicon.ico'] } },
          'agents': { 'lal': { 'container': '%s', 'port': 8080 } }
        }
        """.formatted(lal.name()));
  }

  @AfterEach
  void close() throws IOException {
    if (lab != null) {
      lab.close();
      engine.close();
    }
    if (docker != null) {
      docker.close();
    }
  }

  @Test
  void monitorLearnsTheStateAndWakesNobody() {
    Answer answer = await(lab.caller()
        .get("/bots/lal/", Map.of("User-Agent", "Mozilla/5.0 (compatible; Uptime-Kuma/1.23)")));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(new JsonObject().put("agent", "lal").put("state", "paused"));
    assertSleepsOn();
  }

  @Test
  void ignoredPathWakesNobody() {
    Answer answer = await(lab.caller().get("/bots/lal/favicon.ico"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()).getString("state")).isEqualTo("paused");
    assertSleepsOn();
  }

  @Test
  void unknownBotIsNotFound() {
    assertProblem(await(lab.caller().get("/bots/nobody/")), 404, "unknown-agent");
    assertSleepsOn();
  }

  @Test
  void malformedBotIdIsABadRequest() {
    assertProblem(await(lab.caller().get("/bots/-lal/")), 400, "malformed-bot-id");
    assertProblem(await(lab.caller().get("/bots/l%61l/")), 400, "malformed-bot-id");
    assertProblem(
        await(lab.caller().get("/bots/" + "a".repeat(64) + "/")), 400, "malformed-bot-id");
    assertSleepsOn();
  }

  @Test
  void headThatIsTooLongIsRefused() {
    String head =
        "GET /bots/lal/ HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(33_000) + "\r\n\r\n";

    assertThat(await(lab.caller().statusOf(head))).isEqualTo(431);
    assertSleepsOn();
  }

  @Test
  void urlThatIsTooLongIsRefused() {
    String head = "GET /bots/lal/" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";

    assertThat(await(lab.caller().statusOf(head))).isEqualTo(414);
    assertSleepsOn();
  }

  @Test
  void ambiguousFramingIsRefused() {
    String head = """
        POST /bots/lal/ HTTP/1.1
        Host: x
        Content-Length: 3
        Transfer-Encoding: chunked

        0

        """.replace("\n", "\r\n");

    assertThat(await(lab.caller().statusOf(head))).isEqualTo(400);
    assertSleepsOn();
  }

  private static void assertProblem(Answer answer, int status, String type) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().get("Content-Type")).startsWith("application/problem+json");
    assertThat(new JsonObject(answer.body()).getString("type"))
        .isEqualTo("urn:reveille:problem:" + type);
  }

  private void assertSleepsOn() {
    pass(A_WHILE); // an unpause takes 20 ms: it would have been told by then
    assertThat(lab.state("lal")).isEqualTo(State.PAUSED);
    assertThat(engine.count("unpause", container)).isZero();
    assertThat(lab.report("lal").lastActivityAt()).isEmpty();
  }
}

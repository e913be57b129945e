package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineFilter;
import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which calls of the engine Reveille makes, and what it says when one is forbidden. */
class ApiCallsIT {
  private static final Duration LONG = Duration.ofSeconds(90);

  private DockerLab docker;

  @BeforeEach
  void open() {
    docker = DockerLab.engine();
  }

  @AfterEach
  void close() throws IOException {
    if (docker != null) {
      docker.close();
    }
  }

  @Test
  void allThatReveilleCanDoNeedsEveryCallOfTheListAndNoOther() throws IOException {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    lal.create();
    try (GatewayLab lab = gateway(lal)) {
      assertThat(await(lab.caller().get("/bots/lal/"), LONG).wake()).isEqualTo("start");
      done(lab, "pause", State.PAUSED);
      assertThat(await(lab.caller().get("/bots/lal/"), LONG).wake()).isEqualTo("unpause");
      done(lab, "restart", State.RUNNING);
      assertThat(read(lab, "/logs?tail=5").status()).isEqualTo(200);
      until(() -> report(lab).getValue("memoryBytes") != null, LONG);
      done(lab, "stop", State.STOPPED);
      // a ping is sent when nothing has been heard for a while
      until(() -> lab.engine().seen().contains("GET /_ping"), LONG);

      List<String> all =
          EngineFilter.shipped().stream().map(EngineFilter.Rule::words).toList();
      assertThat(lab.engine().seen()).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void rightsThatAreMissingAreNamedAtTheStartAndTheRestWorks(@TempDir Path folder) {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    String id = lal.start();
    docker.pause(id);
    try (EngineFilter engine = EngineFilter.without(docker.host(), "pause", "logs");
        ReveilleProcess reveille = new ReveilleProcess(folder, behind(engine, lal)).start()) {
      Eventually.holds("it says so", LONG, () -> reveille.stderr().contains("ALLOW_PAUSE=1"));

      assertThat(reveille.stderr())
          .contains(engine.host() + " does not allow POST /containers/{id}/pause: without it")
          .contains(engine.host() + " does not allow GET /containers/{id}/logs: without it")
          .doesNotContain("does not allow POST /containers/{id}/unpause");
      assertThat(reveille.get("lal", "/").statusCode()).isEqualTo(200);
      assertThat(engine.refused()).isEmpty(); // nothing but the question itself was refused
    }
  }

  private static JsonObject behind(EngineFilter engine, DockerLab.Plan lal) {
    return new JsonObject()
        .put("docker", new JsonObject().put("endpoint", engine.host()).put("agentIdleTimeout", 0))
        .put("agents", agents(lal));
  }

  private static JsonObject agents(DockerLab.Plan lal) {
    return new JsonObject()
        .put("lal", new JsonObject().put("container", lal.name()).put("port", 8080));
  }

  private GatewayLab gateway(DockerLab.Plan lal) {
    return GatewayLab.start(docker, new JsonObject().put("agents", agents(lal)).encode());
  }

  private static void done(GatewayLab lab, String action, State then) {
    assertThat(await(lab.operator().post("/api/v1/agents/lal/" + action), LONG).status())
        .isBetween(200, 202);
    lab.untilIs(then, "lal");
  }

  private static JsonObject report(GatewayLab lab) {
    return read(lab, "").body().toJsonObject();
  }

  private static Answer read(GatewayLab lab, String rest) {
    return await(lab.operator().get("/api/v1/agents/lal" + rest), LONG);
  }
}

package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.ReveilleProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that need one another, or have no room beside one another. */
class NeighboursIT {
  @TempDir
  Path folder;

  @Test
  void whatAnAgentDependsOnIsWokenFirst() throws Exception {
    try (DockerLab lab = DockerLab.engine();
        ReveilleProcess reveille = new ReveilleProcess(folder, config(lab, 0)).start()) {
      String database = agent(lab.container("database"));
      String bot = agent(lab.container("bot").label("reveille.depends-on", database));
      reveille.awaitState(bot, "created");
      reveille.awaitState(database, "created");

      assertThat(reveille.get(bot, "/").body()).isEqualTo("awake\n");

      assertThat(reveille.state(database)).isEqualTo("running");
      assertThat(startedAt(lab, database)).isBefore(startedAt(lab, bot));
    }
  }

  @Test
  void theLongestIdleAgentSleepsToMakeRoom() throws Exception {
    try (DockerLab lab = DockerLab.engine();
        ReveilleProcess reveille = new ReveilleProcess(folder, config(lab, 2)).start()) {
      String first = agent(lab.container("first"));
      String second = agent(lab.container("second"));
      String third = agent(lab.container("third"));
      reveille.awaitState(first, "created");
      reveille.awaitState(second, "created");
      reveille.awaitState(third, "created");
      assertThat(reveille.get(first, "/").statusCode()).isEqualTo(200);
      assertThat(reveille.get(second, "/").statusCode()).isEqualTo(200);
      assertThat(reveille.get(first, "/").statusCode()).isEqualTo(200);

      assertThat(reveille.get(third, "/").statusCode()).isEqualTo(200);

      reveille.awaitState(second, "paused");
      assertThat(reveille.state(first)).isEqualTo("running");
      assertThat(reveille.state(third)).isEqualTo("running");
    }
  }

  private static JsonObject config(DockerLab lab, int maxRunning) {
    return new JsonObject()
        .put(
            "docker",
            new JsonObject()
                .put("endpoint", lab.host())
                .put("agentIdleTimeout", 0)
                .put("maxRunning", maxRunning));
  }

  private static String agent(DockerLab.Plan plan) {
    plan.expose(8080).label("reveille.enable", "true").create();
    return plan.name();
  }

  private static Instant startedAt(DockerLab lab, String container) {
    return Instant.parse(String.valueOf(
        lab.docker().inspectContainerCmd(container).exec().getState().getStartedAt()));
  }
}

package io.reveille;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.ToyImage;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientGoneIT {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void wakeGoesOnWhenTheClientLeavesAndTheAgentNeverHearsOfIt() throws IOException {
    try (DockerLab docker = DockerLab.engine()) {
      DockerLab.Plan lal = ToyImage.agent(docker, "lal", "START_DELAY=2000");
      lal.create();
      try (GatewayLab lab = GatewayLab.start(
          docker,
          "{ 'agents': { 'lal': { 'container': '%s', 'port': 8080 } } }".formatted(lal.name()))) {
        NetSocket impatient = await(lab.caller().socket());
        await(impatient.write(
            "GET /bots/lal/hello HTTP/1.1\r\nHost: x\r\nX-Request-Id: gone\r\n\r\n"));
        lab.untilHeld(1, "lal");
        Future<Caller.Answer> patient =
            lab.caller().get("/bots/lal/hello", Map.of("X-Request-Id", "stayed"));
        lab.untilHeld(2, "lal");

        await(impatient.close());

        lab.untilHeld(1, "lal");
        assertThat(lab.state("lal")).isEqualTo(State.STARTING);
        assertThat(await(patient, LONG).status()).isEqualTo(200);
        assertThat(log(lab)).isEqualTo(new JsonArray().add("stayed"));
        assertThat(lab.report("lal").held()).isZero();
        lab.untilInFlight(0, "lal");
      }
    }
  }

  @Test
  void wakeThatEverybodyHasLeftStillEndsWithAReadyAgent() throws IOException {
    try (DockerLab docker = DockerLab.engine()) {
      DockerLab.Plan lal = ToyImage.agent(docker, "lal", "START_DELAY=1000");
      lal.create();
      try (GatewayLab lab = GatewayLab.start(
          docker,
          "{ 'agents': { 'lal': { 'container': '%s', 'port': 8080 } } }".formatted(lal.name()))) {
        NetSocket impatient = await(lab.caller().socket());
        await(impatient.write(
            "GET /bots/lal/hello HTTP/1.1\r\nHost: x\r\nX-Request-Id: gone\r\n\r\n"));
        lab.untilHeld(1, "lal");

        await(impatient.close());

        lab.untilHeld(0, "lal");
        lab.untilIs(State.RUNNING, "lal");
        assertThat(log(lab)).isEmpty();
        lab.untilInFlight(0, "lal");
      }
    }
  }

  private static JsonArray log(GatewayLab lab) {
    return new JsonArray(await(lab.caller().get("/bots/lal/log"), LONG).body());
  }
}

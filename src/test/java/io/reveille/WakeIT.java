package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WakeIT {
  private static final Duration LONG = Duration.ofSeconds(30);

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
  void pausedAgentIsUnpausedForARequestAndPausedAgainWhenItIsQuiet() throws IOException {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    String id = lal.start();
    docker.pause(id);
    try (GatewayLab lab = gateway(lal, "pause")) {
      assertThat(lab.state("lal")).isEqualTo(State.PAUSED);

      Answer answer = await(lab.caller().get("/bots/lal/"), LONG);

      assertAnswered(answer, "unpause");
      lab.untilIs(State.PAUSED, "lal");
      assertThat(status(id)).isEqualTo("paused");
    }
  }

  @Test
  void stoppedAgentIsStartedForARequestAndStoppedAgainWhenItIsQuiet() throws IOException {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    String id = lal.start();
    docker.stop(id, 5);
    try (GatewayLab lab = gateway(lal, "stop")) {
      assertThat(lab.state("lal")).isEqualTo(State.STOPPED);

      Answer answer = await(lab.caller().get("/bots/lal/"), LONG);

      assertAnswered(answer, "start");
      lab.untilIs(State.STOPPED, "lal");
      assertThat(status(id)).isEqualTo("exited");
    }
  }

  @Test
  void createdAgentIsStartedForItsFirstRequestAndPausedWhenItIsQuiet() throws IOException {
    DockerLab.Plan lal = docker.container("lal").expose(8080);
    String id = lal.create();
    try (GatewayLab lab = gateway(lal, "pause")) {
      assertThat(lab.state("lal")).isEqualTo(State.CREATED);

      Answer answer = await(lab.caller().get("/bots/lal/"), LONG);

      assertAnswered(answer, "start");
      lab.untilIs(State.PAUSED, "lal");
      assertThat(status(id)).isEqualTo("paused");
    }
  }

  @Test
  void awakeAgentIsAskedAtOnce() throws IOException {
    DockerLab.Plan lal = docker.container("lal").publish(8080);
    lal.create();
    try (GatewayLab lab = gateway(lal, "pause")) {
      Caller caller = lab.caller();
      await(caller.get("/bots/lal/"), LONG);

      Answer second = await(caller.get("/bots/lal/"));

      assertThat(second.status()).isEqualTo(200);
      assertThat(second.wake()).isEqualTo("none");
      // told a moment after the answer
      until(() -> !lab.events("agent.ready").isEmpty(), LONG);
      assertThat(lab.events("agent.ready")).hasSize(1);
    }
  }

  private GatewayLab gateway(DockerLab.Plan lal, String idleAction) {
    return GatewayLab.start(docker, """
        { 'agents': { 'lal': { 'container': '%s', 'port': 8080, 'idleTimeout': '1s', 'idleAction': '%s' } } }
        """.formatted(lal.name(), idleAction));
  }

  private static void assertAnswered(Answer answer, String wake) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("awake\n");
    assertThat(answer.wake()).isEqualTo(wake);
    assertThat(answer.headers().get("Reveille-Agent")).isEqualTo("lal");
    assertThat(answer.headers().get("Server-Timing")).contains("wake;dur=");
  }

  private String status(String id) {
    return String.valueOf(
        docker.docker().inspectContainerCmd(id).exec().getState().getStatus());
  }
}

package io.reveille;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.ToyImage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** F12: who was killed from outside while it slept is found dead by its wake, and no message is lost to it. */
class KilledWhileFrozenIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int ROUNDS = 2;

  @Test
  void messagesThroughAPublishedPortReachTheNextRun() throws IOException {
    try (DockerLab docker = DockerLab.engine()) {
      messagesReachTheNextRun(docker, ToyImage.agent(docker, "lal").publish(8080));
    }
  }

  @Test
  void messagesToTheContainersAddressReachTheNextRun() throws IOException {
    try (DockerLab docker = DockerLab.engine()) {
      messagesReachTheNextRun(docker, ToyImage.agent(docker, "lal").expose(8080));
    }
  }

  private static void messagesReachTheNextRun(DockerLab docker, DockerLab.Plan lal)
      throws IOException {
    String id = lal.start();
    try (GatewayLab lab = GatewayLab.start(docker, """
        { 'agents': { 'lal': { 'container': '%s', 'port': 8080, 'idleTimeout': '300ms' } } }
        """.formatted(lal.name()))) {
      for (int round = 0; round < ROUNDS; round++) {
        lab.untilIs(State.PAUSED, "lal");
        killFromOutside(docker, id);

        List<Future<Answer>> answers = Stream.of("one", "two", "three")
            .map(text ->
                lab.caller().send(HttpMethod.POST, "/bots/lal/echo", Map.of(), Buffer.buffer(text)))
            .toList();

        for (Future<Answer> answer : answers) {
          assertThat(await(answer, LONG).status()).as("round %d", round).isEqualTo(200);
          assertThat(await(answer, LONG).wake()).isEqualTo("start");
        }
        assertThat(answers.stream().map(answer -> answer.result().text()))
            .containsExactly("one", "two", "three");
      }
      assertThat(lab.events("agent.crashed")).isEmpty();
    }
  }

  /** With control groups of version 2 it ends at once, with version 1 when it is thawed. */
  private static void killFromOutside(DockerLab docker, String id) {
    long pid = Objects.requireNonNull(
        docker.docker().inspectContainerCmd(id).exec().getState().getPidLong());
    ProcessHandle process = ProcessHandle.of(pid)
        .orElseThrow(() ->
            DockerLab.without("kill from outside", "the engine's processes are not to be seen"));
    if (!process.destroyForcibly()) {
      throw DockerLab.without("kill from outside", "process " + pid + " may not be killed");
    }
  }
}

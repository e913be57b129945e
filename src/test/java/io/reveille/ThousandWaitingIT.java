package io.reveille;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineLog;
import io.reveille.testing.ToyImage;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThousandWaitingIT {
  /** Of 50 in no order at all the usual distance is 15, and two times in a thousand as small as this. */
  private static final int SAME_MOMENT = 8;

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int THOUSAND = 1_000;

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
  void thousandRequestsToAPausedAgentCauseOneUnpauseAndEachIsDeliveredOnce() throws IOException {
    DockerLab.Plan lal = ToyImage.agent(docker, "lal").publish(8080);
    String id = lal.start();
    try (GatewayLab lab = gateway(lal, "2s");
        EngineLog engine = EngineLog.follow(docker)) {
      Caller caller = lab.caller();
      List<HttpClientConnection> ready =
          await(Future.join(connections(caller, THOUSAND)), LONG).list();
      lab.untilIs(State.PAUSED, "lal");

      List<Answer> answers = await(Future.join(askOnEach(ready)), LONG).list();

      assertThat(answers).hasSize(THOUSAND).allMatch(answer -> answer.status() == 200);
      for (int i = 0; i < THOUSAND; i++) {
        assertThat(new JsonObject(answers.get(i).body()).getString("path")).isEqualTo("/" + i);
      }
      assertThat(log(caller)).containsExactlyInAnyOrderElementsOf(numbers(THOUSAND));
      lab.untilIs(State.PAUSED, "lal"); // so the engine has told of all that came before
      assertThat(engine.count("unpause", id)).isEqualTo(1);
    }
  }

  @Test
  void thoseWhoWaitAreLetThroughInTheOrderOfTheirArrival() throws IOException {
    DockerLab.Plan lal = ToyImage.agent(docker, "lal", "START_DELAY=2000");
    lal.create();
    try (GatewayLab lab = gateway(lal, "30s")) {
      Caller caller = lab.caller();
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(caller.get("/bots/lal/" + i, Map.of("X-Request-Id", String.valueOf(i))));
        lab.untilHeld(i + 1, "lal");
      }

      await(Future.join(answers), LONG);

      List<String> order = log(caller);
      assertThat(order).containsExactlyInAnyOrderElementsOf(numbers(50));
      // each head was sent before the next one's, but over connections of their own: the agent's
      // threads take up what arrives within one moment in an order of their own, and a busy machine
      // leaves one of them out for long, so it is the usual distance that tells
      List<Integer> distances = IntStream.range(0, 50)
          .mapToObj(place -> Math.abs(Integer.parseInt(order.get(place)) - place))
          .sorted()
          .toList();
      assertThat(distances.get(25)).isLessThanOrEqualTo(SAME_MOMENT);
    }
  }

  private GatewayLab gateway(DockerLab.Plan lal, String idleTimeout) {
    return GatewayLab.start(docker, """
        { 'agents': { 'lal': { 'container': '%s', 'port': 8080, 'idleTimeout': '%s' } } }
        """.formatted(lal.name(), idleTimeout));
  }

  private static List<Future<HttpClientConnection>> connections(Caller caller, int count) {
    return IntStream.range(0, count).mapToObj(i -> caller.connection()).toList();
  }

  private static List<Future<Answer>> askOnEach(List<HttpClientConnection> connections) {
    return IntStream.range(0, connections.size())
        .mapToObj(i -> Caller.get(
            connections.get(i), "/bots/lal/" + i, Map.of("X-Request-Id", String.valueOf(i))))
        .toList();
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  private static List<String> log(Caller caller) {
    JsonArray log = new JsonArray(await(caller.get("/bots/lal/log"), LONG).body());
    return log.stream().map(String::valueOf).toList();
  }
}

package io.reveille;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import io.reveille.core.Agent.State;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineLog;
import io.reveille.testing.ToyImage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Requests that arrive at every moment of a pause, for a minute; {@code reveille.race.seconds} says otherwise. On a slow
 * machine it goes on until there were pauses enough, at most three times as long.
 */
class PauseRaceIT {
  private static final int CLIENTS = 64;
  private static final Duration FOR = Duration.ofSeconds(Long.getLong("reveille.race.seconds", 60));
  /** Of all clients together one about each 75 ms: as often as not nobody comes for the 50 ms of the idle timeout. */
  private static final int LONGEST_GAP_MILLIS = 2 * CLIENTS * 75;

  private static final long PAUSES = 200 * FOR.toSeconds() / 60;
  private static final Duration AT_MOST = FOR.multipliedBy(3);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final long seed = Long.getLong("reveille.seed", System.nanoTime());
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

  /** How one request went; status 0 if it was not answered. */
  private record Call(String id, int status, Duration took, String said) {}

  @Test
  void noRequestIsLostOrReachesAPausedAgentWhenTheyRaceWithPauses() throws IOException {
    try (DockerLab docker = DockerLab.engine();
        EngineLog engine = EngineLog.follow(docker)) {
      DockerLab.Plan lal = ToyImage.agent(docker, "lal").publish(8080);
      String id = lal.start();
      try (GatewayLab lab = GatewayLab.start(docker, """
          { 'agents': { 'lal': { 'container': '%s', 'port': 8080, 'idleTimeout': '50ms' } } }
          """.formatted(lal.name()))) {
        lab.untilIs(State.PAUSED, "lal");

        race(lab, () -> engine.count("pause", id) >= PAUSES);

        long pauses = engine.count("pause", id);
        System.out.printf(
            "pause race: seed %d, %d requests, %d pauses, %d unpauses, slowest answer %d ms%n",
            seed, calls.size(), pauses, engine.count("unpause", id), slowest().toMillis());
        assertThat(calls).allMatch(call -> call.status() == 200);
        assertThat(slowest()).isLessThan(PATIENCE);
        assertThat(delivered(lab)).containsExactlyInAnyOrderElementsOf(sent());
        assertThat(pauses).isGreaterThanOrEqualTo(PAUSES);
      }
    }
  }

  private void race(GatewayLab lab, BooleanSupplier enough) {
    Caller caller = lab.caller();
    long begun = System.nanoTime();
    BooleanSupplier over = () -> since(begun).compareTo(AT_MOST) > 0
        || (since(begun).compareTo(FOR) > 0 && enough.getAsBoolean());
    SplittableRandom random = new SplittableRandom(seed);
    List<Future<Void>> clients = IntStream.range(0, CLIENTS)
        .mapToObj(number -> new Client(lab, caller, random.split()).goOn(over, number * 100_000L))
        .toList();
    await(Future.join(clients), AT_MOST.plusMinutes(1));
  }

  private Duration slowest() {
    return calls.stream().map(Call::took).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private List<String> sent() {
    return calls.stream().map(Call::id).toList();
  }

  private static List<String> delivered(GatewayLab lab) {
    JsonArray log =
        new JsonArray(await(lab.caller().get("/bots/lal/log"), PATIENCE).body());
    return log.stream().map(String::valueOf).toList();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** Waits, asks, and begins again, until the time is over. */
  private final class Client {
    private final GatewayLab lab;
    private final Caller caller;
    private final SplittableRandom random;

    Client(GatewayLab lab, Caller caller, SplittableRandom random) {
      this.lab = lab;
      this.caller = caller;
      this.random = random;
    }

    Future<Void> goOn(BooleanSupplier over, long number) {
      Promise<Void> due = Promise.promise();
      lab.vertx().setTimer(1 + random.nextInt(LONGEST_GAP_MILLIS), timer -> due.complete());
      return due.future()
          .compose(now -> over.getAsBoolean()
              ? Future.succeededFuture()
              : ask(String.valueOf(number)).compose(asked -> goOn(over, number + 1)));
    }

    private Future<Void> ask(String id) {
      long sent = System.nanoTime();
      return caller
          .get("/bots/lal/" + id, Map.of("X-Request-Id", id))
          .onSuccess(answer -> calls.add(call(id, answer, sent)))
          .otherwise(fault -> {
            calls.add(new Call(id, 0, since(sent), fault.toString()));
            return null;
          })
          .mapEmpty();
    }

    private Call call(String id, Answer answer, long sent) {
      return new Call(
          id, answer.status(), since(sent), answer.status() == 200 ? "" : answer.text());
    }
  }
}

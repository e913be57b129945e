package io.reveille.demo;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.demo.ToyOptions.OnTerm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ToyOptionsTest {
  @Test
  void nothingSetMeansTheDefaults() {
    assertThat(ToyOptions.of(Map.of()))
        .isEqualTo(new ToyOptions(8080, "toy", Duration.ZERO, OnTerm.DIE));
  }

  @Test
  void everythingCanBeSet() {
    Map<String, String> all =
        Map.of("PORT", "9001", "NAME", "lal", "START_DELAY", "1500", "EXIT_ON_TERM", "4");

    assertThat(ToyOptions.of(all))
        .isEqualTo(new ToyOptions(
            9001, "lal", Duration.ofMillis(1500), new OnTerm(true, OptionalInt.of(4))));
  }

  @Test
  void itDoesNotListenBeforeItsStartDelayIsOver() {
    Vertx vertx = Vertx.vertx();
    Duration delay = Duration.ofMillis(150);
    long begin = System.nanoTime();

    Future<HttpServer> listens =
        ToyAgent.listen(vertx, new ToyOptions(0, "slow", delay, OnTerm.DIE));

    await(listens);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(delay);
    await(vertx.close());
  }
}

package io.reveille.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.VertxTimers;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.testing.Await;
import io.reveille.testing.Configs;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RehearsalTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    Await.await(vertx.close());
  }

  @Test
  void everyRequestWakesTheUnderstudyAnew() {
    GatewayConfig config = Configs.withAdmin(new GatewayConfig.Admin("127.0.0.1", 0, Secret.NONE));

    int wakes = Await.await(new Rehearsal(vertx, new VertxTimers(vertx), config).play(20));

    assertThat(wakes).isEqualTo(20);
  }
}

package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpConnectOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vert.x promises nothing of what is held on to here: a version that changes it fails in this place. */
class AnswerGuardTest {
  private final Vertx vertx = Vertx.vertx();
  private final Origin origin = Origin.sayingHello();
  private final HttpClientAgent client = vertx.createHttpClient();
  private final HttpClientConnection connection =
      await(client.connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(origin.port())));

  @AfterEach
  void close() {
    await(vertx.close());
    origin.close();
  }

  @Test
  void theMethodsOfAConnectionOfVertxReturnTheOneThatHasTheChannel() {
    assertThat(AnswerGuard.on(connection.closeHandler(closed -> {}))).isPresent();
  }

  @Test
  void whatHasNoChannelIsToldApart() {
    assertThatThrownBy(() -> AnswerGuard.on(connection))
        .hasMessageStartingWith("This version of Vert.x shows no channel");
  }
}

package io.reveille.runtime;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.core.Timers;
import io.vertx.core.Vertx;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Reveille may do is asked of an engine that has no such container, so that nothing changes. */
class RightsTest {
  private final Vertx vertx = Vertx.vertx();
  private final FakeEngine engine = new FakeEngine(vertx);
  private DockerApi api;

  @BeforeEach
  void open() {
    int port = await(engine.listen());
    GatewayConfig config = RuntimeConfig.of("tcp://127.0.0.1:" + port, Map.of());
    Timers timers = new HurriedTimers(vertx, 1);
    api = new DockerApi(vertx, () -> config, timers);
  }

  @AfterEach
  void close() {
    await(api.line().close());
    await(engine.close());
    await(vertx.close());
  }

  @Test
  void nothingIsMissingWhereNobodyForbidsAnything() {
    assertThat(await(api.missingRights())).isEmpty();
    assertThat(engine.requests)
        .contains("POST /v1.41/containers/reveille-asks-for-its-rights/unpause");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 405})
  void whatIsRefusedIsMissingAndNothingElse(int status) {
    engine.on("/pause", request -> {
      FakeEngine.answer(request, status, "not for you");
      return true;
    });
    engine.on("/_ping", request -> {
      FakeEngine.page(request, status);
      return true;
    });

    assertThat(await(api.missingRights())).containsExactly(DockerCall.PING, DockerCall.PAUSE);
  }
}

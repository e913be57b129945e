package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamsTest {
  private static final AgentSettings SOON_IDLE =
      World.TestSettings.of(Duration.ofMillis(60), Duration.ofSeconds(4));
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private final World world = new World();
  private final Semaphore end = new Semaphore(0);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theHeadOfAnEventStreamComesBeforeItsFirstEvent() {
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send(STREAM);
      self.requests.add("head sent");
      wire.rest();
    });
    try (origin;
        Wire client = world.awake(origin).client().send(get())) {
      assertThat(client.head()).contains("text/event-stream");
    }
    world.quiet();
  }

  @Test
  void anEventStreamPassesThroughAHold() {
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send(STREAM + "9\r\ndata: 1\n\n\r\n");
      wire.rest();
    });
    try (origin;
        Wire client = world.asleep(State.PAUSED).client().send(get())) {
      world.wakeUp(origin);
      assertThat(client.head()).contains("Reveille-Wake: unpause");
      assertThat(client.read(14)).isEqualTo("9\r\ndata: 1\n\n\r\n");
    }
    world.quiet();
  }

  @Test
  void aSilentEventStreamLeavesTheCountAndItsNextEventReturnsIt() {
    Semaphore speak = new Semaphore(0);
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send(STREAM);
      speak.acquire();
      wire.send("2\r\nhi\r\n");
      wire.rest();
    });
    try (origin;
        Wire client = world
            .with(World.TestSettings.of(Duration.ofMillis(400), Duration.ofSeconds(4)))
            .awake(origin)
            .client()
            .send(get())) {
      client.head();
      world.quiet();
      speak.release();
      assertThat(client.read(7)).isEqualTo("2\r\nhi\r\n");
      world.eventually(() -> world.gate().inFlight() == 1);
    }
    world.quiet();
  }

  @Test
  void aSilentStreamStaysInTheCountIfOpenStreamsKeepAgentsAwake() {
    GatewayConfig usual = World.TestSettings.config();
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send(STREAM);
      wire.rest();
    });
    try (World awake = new World(World.TestSettings.config(
            usual.server(), new GatewayConfig.Wake(10, 10, true), Duration.ofMinutes(1)));
        origin;
        Wire client = awake.with(SOON_IDLE).awake(origin).client().send(get())) {
      client.head();
      await(awake.vertx.timer(200));
      assertThat(awake.gate().inFlight()).isEqualTo(1);
    }
  }

  @Test
  void aSilentEventStreamEndsCleanlyWhenItsAgentIsStopped() {
    try (Origin origin = silentUntilItsEnd();
        Wire client = silent(origin)) {
      world.asleep(State.STOPPED);
      end.release();
      assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
    }
    world.quiet();
  }

  @ParameterizedTest
  @EnumSource(names = {"RUNNING", "CRASHED", "RESTARTING", "FAILED", "MISSING"})
  void aSilentEventStreamIsBrokenOffWhenItsAgentIsLost(State then) {
    try (Origin origin = silentUntilItsEnd();
        Wire client = silent(origin)) {
      end.release();
      if (then != State.RUNNING) {
        world.asleep(then);
      }
      assertThat(client.rest()).as("no last chunk").isEmpty();
    }
  }

  @Test
  void whySilentEventStreamsEndMayShowAfterTheirConnection() {
    try (Origin origin = silentUntilItsEnd();
        Wire client = silent(origin)) {
      world.asleep(State.IDLE);
      end.release();
      assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
    }
  }

  @Test
  void aSilentEventStreamEndsCleanlyAtOnceWhenReveilleStops() {
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send(STREAM);
      wire.rest();
      self.requests.add("gone");
    });
    try (origin;
        Wire client = silent(origin)) {
      Future<Void> stopped = world.stop();
      assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
      await(stopped);
      world.eventually(() -> origin.requests.contains("gone"));
    }
  }

  private Origin silentUntilItsEnd() {
    return new Origin((wire, self) -> {
      wire.message();
      wire.send(STREAM);
      end.acquire();
    });
  }

  /** A client whose stream has begun and rests already. */
  private Wire silent(Origin origin) {
    Wire client = world.with(SOON_IDLE).awake(origin).client().send(get());
    client.head();
    world.quiet();
    return client;
  }

  private static String get() {
    return "GET /bots/lal/events HTTP/1.1\r\nHost: h\r\n\r\n";
  }
}

package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamsTest {
  private static final AgentSettings SOON_IDLE =
      World.TestSettings.of(Duration.ofMillis(60), Duration.ofSeconds(4));
  private static final String UPGRADE =
      "GET /bots/lal/ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static Origin echo() {
    return new Origin((wire, self) -> {
      self.requests.add(wire.head());
      wire.send(SWITCHED);
      byte[] buffer = new byte[8192];
      int count = wire.in().read(buffer);
      while (count > 0) {
        wire.out().write(buffer, 0, count);
        count = wire.in().read(buffer);
      }
    });
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
    java.util.concurrent.Semaphore speak = new java.util.concurrent.Semaphore(0);
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
    java.util.concurrent.Semaphore stop = new java.util.concurrent.Semaphore(0);
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send(STREAM);
      stop.acquire();
    });
    try (origin;
        Wire client = world.with(SOON_IDLE).awake(origin).client().send(get())) {
      client.head();
      world.quiet();
      world.asleep(State.STOPPED);
      stop.release();
      assertThat(client.read(5)).isEqualTo("0\r\n\r\n");
    }
    assertThat(world.gate().inFlight()).isZero();
  }

  @Test
  void aWebSocketPassesThroughAHoldAndItsFramesUnchanged() {
    try (Origin origin = echo();
        Wire client = world.asleep(State.STOPPED).client().send(UPGRADE)) {
      world.wakeUp(origin);
      assertThat(client.head())
          .startsWith("HTTP/1.1 101")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Reveille-Wake: unpause");
      client.send("any bytes \u0000\u00ff");
      assertThat(client.read(12)).isEqualTo("any bytes \u0000\u00ff");
      assertThat(world.gate().inFlight()).isEqualTo(1);
    }
    world.quiet();
  }

  @Test
  void anUpgradeThatTheAgentRefusesIsAnOrdinaryAnswer() {
    try (Origin origin =
        Origin.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Why: 1\r\n\r\nno")) {
      world.awake(origin);
      assertThat(world.ask(UPGRADE))
          .startsWith("HTTP/1.1 403")
          .contains("X-Why: 1")
          .endsWith("no");
      world.quiet();
    }
  }

  @Test
  void aSilentWebSocketOutlivesAPauseAndItsNextFrameWakesTheAgent() {
    try (Origin origin = echo();
        Wire client = world.with(SOON_IDLE).awake(origin).client().send(UPGRADE)) {
      client.head();
      world.quiet();
      world.asleep(State.PAUSED);
      byte[] ping = {(byte) 0x89, (byte) 0x82, 1, 2, 3, 4, 'h' ^ 1, 'i' ^ 2};
      client.send(ping);
      assertThat(client.bytes(4)).containsExactly((byte) 0x8a, 2, 'h', 'i');
      assertThat(world.wakes).isEmpty();

      client.send("wake up");
      world.wakeUp(origin);
      assertThat(client.read(7)).isEqualTo("wake up");
      assertThat(origin.connections.get()).isEqualTo(1);
    }
    world.quiet();
  }

  @Test
  void aWebSocketIsClosedWhenTheWakeForItFails() {
    try (Origin origin = echo();
        Wire client = world.with(SOON_IDLE).awake(origin).client().send(UPGRADE)) {
      client.head();
      world.quiet();
      world.asleep(State.PAUSED);
      client.send("wake up");
      world.answer(io.reveille.bus.GatewayMessage.WakeReply.Outcome.WAKE_FAILED, "no");
      assertThat(client.rest()).isEmpty();
    }
    assertThat(world.gate().inFlight()).isZero();
  }

  @Test
  void aWebSocketEndsOnceWhicheverSideLeaves() {
    Origin leaving = new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED + "bye");
    });
    try (leaving;
        Wire client = world.awake(leaving).client().send(UPGRADE)) {
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      assertThat(client.rest()).isEqualTo("bye");
      world.quiet();
    }
    try (Origin origin = echo()) {
      Wire client = world.awake(origin).client().send(UPGRADE);
      client.head();
      assertThat(world.gate().inFlight()).isEqualTo(1);
      client.abort();
      world.quiet();
    }
  }

  @Test
  void aClientThatDoesNotReadItsWebSocketStopsTheAgentInsteadOfFillingTheHeap() {
    java.util.concurrent.atomic.AtomicLong sent = new java.util.concurrent.atomic.AtomicLong();
    Origin flood = new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED);
      byte[] block = new byte[65_536];
      while (sent.get() < 512L << 20) {
        wire.out().write(block);
        sent.addAndGet(block.length);
      }
    });
    try (flood;
        Wire client = world.awake(flood).client().send(UPGRADE)) {
      client.head();
      Settled settled = new Settled(sent);
      world.eventually(settled);
      assertThat(sent.get()).isLessThan(64L << 20);
    }
    world.quiet();
  }

  /** True when a count has not moved for 200 looks. */
  private static final class Settled implements java.util.function.BooleanSupplier {
    private final java.util.concurrent.atomic.AtomicLong count;
    private long last;
    private int same;

    Settled(java.util.concurrent.atomic.AtomicLong count) {
      this.count = count;
    }

    @Override
    public boolean getAsBoolean() {
      long now = count.get();
      same = now > 0 && now == last ? same + 1 : 0;
      last = now;
      return same > 200;
    }
  }

  private static String get() {
    return "GET /bots/lal/events HTTP/1.1\r\nHost: h\r\n\r\n";
  }
}

package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String POST = "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\n";
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";

  @Test
  void aClientThatTricklesItsHeadIsToldAndClosed() {
    try (World world = new World(World.TestSettings.head(SHORT));
        Wire client = world.client()) {
      client.send("GET /bots/lal/x HTTP/1.1\r\nHost: h\r\nX-Never: ");
      assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
      world.eventually(() -> world.connections.open() == 0);
    }
  }

  @Test
  void aClientThatNeverSpeaksIsClosed() {
    try (World world = new World(World.TestSettings.head(SHORT));
        Wire client = world.client()) {
      assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aClientThatStopsWithinThePrefaceOfHttp2IsClosed() {
    try (World world = new World(World.TestSettings.head(SHORT));
        Wire client = world.client()) {
      client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
      client.rest();
      world.eventually(() -> world.connections.open() == 0);
    }
  }

  @Test
  void aHeldRequestOutlivesTheTimeForItsHead() {
    try (World world = new World(World.TestSettings.head(SHORT));
        Origin origin = Origin.sayingHello();
        Wire client = world.asleep(State.PAUSED).client()) {
      client.send(GET);
      world.eventually(() -> world.gate().held() == 1);
      io.reveille.testing.Await.pass(SHORT.multipliedBy(3));
      world.wakeUp(origin);
      assertThat(client.message()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aTunnelOutlivesEveryTimeLimitOfItsConnection() {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(WebSocketFrames.SWITCHED);
      wire.read(WebSocketFrames.text("hi").length);
      wire.send("ok"); // bytes pass as they are
      wire.rest();
    });
    try (World world = new World(World.TestSettings.head(SHORT));
        origin;
        Wire client = world.awake(origin).client()) {
      client.send(WebSocketFrames.UPGRADE);
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      io.reveille.testing.Await.pass(SHORT.multipliedBy(3));
      assertThat(client.send(WebSocketFrames.text("hi")).read(2)).isEqualTo("ok");
    }
  }

  @Test
  void anUnusedConnectionOfAClientIsClosed() {
    try (World world = new World(World.TestSettings.times(SHORT, SHORT));
        Origin origin = Origin.sayingHello();
        Wire client = world.awake(origin).client()) {
      assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200");
      assertThat(client.rest()).isEmpty();
      world.eventually(() -> world.connections.open() == 0);
    }
  }

  @Test
  void aBodyThatStopsInTheMiddleIsGivenUpAndNeverLooksComplete() {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      self.requests.add(wire.rest());
    });
    try (World world = new World(World.TestSettings.times(SHORT, SHORT));
        origin;
        Wire client = world.awake(origin).client()) {
      client.send(POST + "Content-Length: 10\r\n\r\nhello");
      assertThat(client.message())
          .startsWith("HTTP/1.1 408 ")
          .contains("request-timeout")
          .containsIgnoringCase("connection: close");
      assertThat(client.rest()).isEmpty();
      world.eventually(() -> origin.requests.size() == 1);
      assertThat(origin.requests.get(0)).isIn("hello", "hello<reset>");
      world.quiet();
    }
  }

  @Test
  void aBodyIsNotWaitedForWhileItsRequestIsHeld() {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      self.requests.add(wire.read(5));
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    try (World world = new World(World.TestSettings.times(SHORT, Duration.ofMillis(300)));
        origin;
        Wire client = world.asleep(State.PAUSED).client()) {
      client.send(POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
      world.eventually(() -> world.gate().held() == 1);
      io.reveille.testing.Await.pass(Duration.ofMillis(900));
      world.wakeUp(origin);
      assertThat(client.head()).startsWith("HTTP/1.1 100");
      assertThat(client.send("hello").message()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void anAgentThatThinksLongOverAWholeBodyIsWaitedFor() {
    java.util.concurrent.Semaphore thought = new java.util.concurrent.Semaphore(0);
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      self.requests.add(wire.read(5));
      thought.acquire();
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    try (World world = new World(World.TestSettings.times(SHORT, SHORT));
        origin;
        Wire client = world.awake(origin).client()) {
      client.send(POST + "Content-Length: 5\r\n\r\nhello");
      world.eventually(() -> origin.requests.size() == 1);
      io.reveille.testing.Await.pass(SHORT.multipliedBy(5));
      thought.release();
      assertThat(client.message()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aConnectionBeyondTheLimitIsClosedAndTheOthersGoOn() {
    try (World world = new World(World.TestSettings.connections(2, 0));
        Origin origin = Origin.sayingHello();
        Wire first = world.awake(origin).client()) {
      Wire second = world.client();
      assertThat(first.send(GET).message()).startsWith("HTTP/1.1 200");
      assertThat(second.send(GET).message()).startsWith("HTTP/1.1 200");
      try (Wire third = world.client()) {
        assertThat(third.rest()).isIn("", "<reset>");
      }
      assertThat(first.send(GET).message()).startsWith("HTTP/1.1 200");
      second.close();
      world.eventually(() -> world.connections.open() == 1);
      assertThat(world.get("/bots/lal/x")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void anAddressMayHaveOnlySoManyConnections() {
    try (World world = new World(World.TestSettings.connections(0, 1));
        Origin origin = Origin.sayingHello();
        Wire first = world.awake(origin).client()) {
      assertThat(first.send(GET).message()).startsWith("HTTP/1.1 200");
      try (Wire second = world.client()) {
        assertThat(second.rest()).isIn("", "<reset>");
      }
      try (Wire elsewhere = Wire.from("127.0.0.2", world.port())) {
        assertThat(elsewhere.send(GET).message()).startsWith("HTTP/1.1 200");
      }
    }
  }
}

package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.vertx.core.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A stop lets what is under way finish, takes nothing new, and says so on every connection. */
class DrainTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final int LARGE = 8 << 20;
  private final World world = new World();
  private final Semaphore go = new Semaphore(0);
  private final Origin slow = new Origin((wire, self) -> {
    self.requests.add(wire.message());
    go.acquire();
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  });

  @AfterEach
  void close() {
    slow.close();
    world.close();
  }

  @Test
  void anAnswerUnderWayFinishesAndIsTheLastOfItsConnection() {
    world.awake(slow);
    try (Wire client = world.client().send(GET)) {
      Future<Void> stopped = stopping();
      go.release();
      assertThat(client.message())
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("connection: close")
          .endsWith("hello");
      assertThat(client.rest()).isEmpty();
      await(stopped);
    }
  }

  @Test
  void aNewConnectionIsStillAcceptedAndToldWhy() {
    world.awake(slow);
    try (Wire client = world.client().send(GET)) {
      Future<Void> stopped = stopping();
      try (Wire late = world.client().send(GET)) {
        assertThat(late.message())
            .startsWith("HTTP/1.1 503")
            .contains("draining", "connection: close", "retry-after: 1");
        assertThat(late.rest()).isEmpty();
      }
      go.release();
      assertThat(client.message()).endsWith("hello");
      await(stopped);
    }
    assertThat(slow.requests).hasSize(1);
  }

  @Test
  void whatIsPipelinedBehindTheLastAnswerIsNotAnswered() {
    world.awake(slow);
    try (Wire client = world.client().send(GET + GET)) {
      Future<Void> stopped = stopping();
      go.release();
      assertThat(client.message()).endsWith("hello");
      client.rest();
      await(stopped);
    }
    assertThat(slow.requests).hasSize(1);
  }

  @Test
  void aHeldRequestIsForwardedIfItsAgentWakesInTime() {
    world.asleep(State.PAUSED);
    try (Wire client = world.client().send(GET)) {
      world.eventually(() -> world.gate().held() == 1);
      Future<Void> stopped = world.stop();
      eventuallyDraining();
      go.release();
      world.wakeUp(slow);
      assertThat(client.message()).endsWith("hello");
      await(stopped);
    }
  }

  @Test
  void anOpenWaitingPageDoesNotDelayIt() {
    world.asleep(State.PAUSED);
    try (Wire page =
            world.client().send("GET /bots/lal/.reveille/progress HTTP/1.1\r\nHost: h\r\n\r\n");
        Wire held = world.client().send(GET)) {
      assertThat(page.head()).startsWith("HTTP/1.1 200");
      world.eventually(() -> world.gate().held() == 1);
      Future<Void> stopped = world.stop();
      StringBuilder events = new StringBuilder();
      while (!events.toString().endsWith("\r\n0\r\n\r\n")) {
        String next = page.read(1);
        assertThat(next).as("the end of %s", events).isNotEmpty();
        events.append(next);
      }
      assertThat(events).contains("event: progress");
      assertThat(stopped.isComplete()).as("the held request is waited for").isFalse();
      go.release();
      world.wakeUp(slow);
      assertThat(held.message()).endsWith("hello");
      await(stopped);
    }
  }

  @Test
  void aLargeAnswerReachesASlowReaderWhole() {
    try (Origin origin = new Origin((wire, self) -> {
          self.requests.add(wire.message());
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
          wire.send(new byte[LARGE]);
        });
        Wire client = world.awake(origin).client().send(GET)) {
      assertThat(client.head()).startsWith("HTTP/1.1 200");
      Future<Void> stopped = world.stop();
      eventuallyDraining();
      assertThat(client.bytes(LARGE)).hasSize(LARGE);
      await(stopped);
    }
  }

  @Test
  void bothSidesOfAWebSocketAreToldThatReveilleGoesAway() {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(WebSocketFrames.SWITCHED);
      WebSocketFrames.Frame last = WebSocketFrames.read(wire);
      self.requests.add(last.opcode() + " " + last.code() + " " + last.reason());
    });
    try (origin;
        Wire client = world.awake(origin).client().send(WebSocketFrames.UPGRADE)) {
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      Future<Void> stopped = world.stop();
      WebSocketFrames.Frame last = WebSocketFrames.read(client);
      assertThat(last.opcode()).isEqualTo(WebSocketFrames.CLOSE);
      assertThat(last.code()).isEqualTo(Goodbye.GOING_AWAY);
      assertThat(stopped.isComplete()).as("it waits for the answer").isFalse();
      client.send(WebSocketFrames.close(Goodbye.GOING_AWAY, ""));
      assertThat(client.rest()).isEmpty();
      await(stopped);
      world.eventually(() -> origin.requests.contains("8 1001 Reveille is stopping"));
    }
  }

  @Test
  void aWebSocketIsNotInterruptedInTheMiddleOfAMessage() {
    byte[] message = WebSocketFrames.plain(true, WebSocketFrames.TEXT, new byte[1_000]);
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(WebSocketFrames.SWITCHED);
      wire.send(java.util.Arrays.copyOf(message, 600));
      go.acquire();
      wire.send(java.util.Arrays.copyOfRange(message, 600, message.length));
      wire.rest();
    });
    try (origin;
        Wire client = world.awake(origin).client().send(WebSocketFrames.UPGRADE)) {
      client.head();
      assertThat(client.bytes(600)).hasSize(600);
      Future<Void> stopped = world.stop();
      eventuallyDraining();
      go.release();
      assertThat(client.bytes(message.length - 600)).hasSize(message.length - 600);
      assertThat(WebSocketFrames.read(client).code()).isEqualTo(Goodbye.GOING_AWAY);
      client.send(WebSocketFrames.close(Goodbye.GOING_AWAY, ""));
      await(stopped);
    }
  }

  @Test
  void aClientThatDoesNotAnswerTheFarewellHoldsUpTheStopNoLongerThanAnythingElse() {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(WebSocketFrames.SWITCHED);
      wire.rest();
    });
    try (origin;
        Wire client = world.awake(origin).client().send(WebSocketFrames.UPGRADE)) {
      client.head();
      await(world.stop());
      assertThat(WebSocketFrames.read(client).code()).isEqualTo(Goodbye.GOING_AWAY);
    }
  }

  @Test
  void whatTakesTooLongIsCutOff() {
    world.awake(slow);
    try (Wire client = world.client().send(GET)) {
      await(stopping());
      assertThat(client.rest()).doesNotContain("200 OK");
    }
  }

  private Future<Void> stopping() {
    world.eventually(() -> !slow.requests.isEmpty());
    Future<Void> stopped = world.stop();
    eventuallyDraining();
    return stopped;
  }

  private void eventuallyDraining() {
    world.eventually(() -> {
      try (Wire probe = world.client().send("GET /bots/nobody HTTP/1.1\r\nHost: h\r\n\r\n")) {
        return probe.message().startsWith("HTTP/1.1 503");
      }
    });
  }
}

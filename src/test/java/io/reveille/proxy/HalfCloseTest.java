package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that has said all and shuts its side of the connection. */
class HalfCloseTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final int LARGE = 8 << 20;
  private final World world = new World();
  private final Semaphore go = new Semaphore(0);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void itsAnswerComesAndThenTheEnd() throws IOException {
    try (Origin origin = Origin.sayingHello();
        Wire client = finished(world.awake(origin), GET)) {
      assertThat(client.message()).startsWith("HTTP/1.1 200 ").endsWith("hello");
      assertThat(client.rest()).isEmpty();
    }
    world.eventually(() -> world.connections.open() == 0);
  }

  @Test
  void eachOfItsRequestsIsAnswered() throws IOException {
    try (Origin origin = Origin.sayingHello();
        Wire client = finished(world.awake(origin), GET + GET + GET)) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.message()).endsWith("hello");
      }
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void itsBodyArrivesAndAnAnswerThatTakesLongComesWhole() throws IOException {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      self.requests.add(wire.read(5));
      go.acquire();
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
      wire.send(new byte[LARGE]);
    });
    try (origin;
        Wire client = finished(
            world.awake(origin),
            "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")) {
      assertThat(client.head()).as("is anybody there?").startsWith("HTTP/1.1 100 ");
      go.release();
      String head = client.head();
      while (head.startsWith("HTTP/1.1 100 ")) {
        head = client.head();
      }
      assertThat(head).startsWith("HTTP/1.1 200 ");
      assertThat(client.bytes(LARGE)).hasSize(LARGE);
      assertThat(client.rest()).isEmpty();
      assertThat(origin.requests).containsExactly("hello");
    }
  }

  @Test
  void whoHasGoneAltogetherLeavesTheQueueAndTheAgent() {
    Origin silent = new Origin((wire, self) -> {
      self.requests.add(wire.message());
      wire.rest();
      self.requests.add("gone");
    });
    try (silent) {
      world.asleep(State.PAUSED);
      world.client().send(GET).close();
      world.eventually(() -> !world.wakes.isEmpty() && world.gate().held() == 0);
      world.awake(silent);
      world.client().send(GET).close();
      world.eventually(() -> silent.requests.contains("gone"));
      world.quiet();
    }
  }

  @Test
  void halfARequestIsNone() throws IOException {
    try (Origin origin = Origin.sayingHello();
        Wire client = finished(world.awake(origin), "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n")) {
      assertThat(client.rest()).doesNotContain("200");
      assertThat(origin.requests).isEmpty();
    }
    world.eventually(() -> world.connections.open() == 0);
  }

  @Test
  void aConnectionWithoutARequestEndsAtOnce() throws IOException {
    try (Origin origin = Origin.sayingHello();
        Wire client = world.awake(origin).client().send(GET)) {
      assertThat(client.message()).endsWith("hello");
      client.socket.shutdownOutput();
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aWebSocketHasNoHalfOfAnEnd() throws IOException {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(WebSocketFrames.SWITCHED);
      self.requests.add("then" + wire.rest());
    });
    try (origin;
        Wire client = world.awake(origin).client().send(WebSocketFrames.UPGRADE)) {
      client.head();
      client.socket.shutdownOutput();
      assertThat(client.rest()).isEmpty();
      world.eventually(() -> !origin.requests.isEmpty());
    }
    world.quiet();
  }

  private static Wire finished(World world, String requests) throws IOException {
    Wire client = world.client().send(requests);
    client.socket.shutdownOutput();
    return client;
  }
}

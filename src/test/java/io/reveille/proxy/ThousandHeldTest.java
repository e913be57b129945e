package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThousandHeldTest {
  private static final int MANY = 1_000;

  @Test
  void aThousandHeldRequestsCauseOneWakeAndAreEachDeliveredOnce() {
    Origin origin = new Origin((wire, self) -> {
      String request = wire.message();
      while (!request.isEmpty()) {
        String path = request.substring(5, request.indexOf(' ', 5));
        self.requests.add(path);
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
        request = wire.message();
      }
    });
    try (World world = patient();
        origin) {
      world.asleep(State.PAUSED);
      List<Wire> clients = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        int before = i;
        clients.add(world.client().send("GET /bots/lal/" + i + " HTTP/1.1\r\nHost: h\r\n\r\n"));
        if (i % 100 == 99) {
          world.eventually(() -> world.gate().held() == before + 1);
        }
      }
      world.wakeUp(origin);
      for (int i = 0; i < MANY; i++) {
        assertThat(clients.get(i).message()).endsWith("\r\n\r\n" + i);
      }
      assertThat(world.wakes).hasSize(1);
      assertThat(origin.requests).doesNotHaveDuplicates().hasSize(MANY);
      world.quiet();
      assertThat(world.gate().held()).isZero();
      clients.forEach(Wire::close);
    }
  }

  @Test
  void heldRequestsReachTheAgentInTheOrderOfTheirArrival() {
    try (World world = patient();
        Origin origin = Origin.inTurn((wire, self) -> {
          String request = wire.message();
          self.requests.add(request.substring(5, request.indexOf(' ', 5)));
          wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        })) {
      world.asleep(State.PAUSED);
      List<Wire> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int count = i + 1;
        clients.add(world.client().send("GET /bots/lal/" + i + " HTTP/1.1\r\nHost: h\r\n\r\n"));
        world.eventually(() -> world.gate().held() == count);
      }
      world.wakeUp(origin);
      clients.forEach(client -> assertThat(client.message()).startsWith("HTTP/1.1 200"));
      List<String> inOrder = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
      assertThat(origin.requests).isEqualTo(inOrder);
      clients.forEach(Wire::close);
    }
  }

  /** A busy machine needs longer for a thousand than a request is held in the other tests. */
  private static World patient() {
    return new World().with(World.TestSettings.of(Duration.ofMinutes(30), Duration.ofMinutes(1)));
  }
}

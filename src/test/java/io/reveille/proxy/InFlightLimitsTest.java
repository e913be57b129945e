package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.BotId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightLimitsTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String TO_DATA = "GET /bots/other/x HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final BotId OTHER = new BotId("other");
  private static final int STREAMS = 300;

  @Test
  void aFloodedAgentRefusesFurtherRequestsAndAnotherOneAnswersAsEver() {
    try (World world = new World(World.TestSettings.inFlight(0, 5));
        Origin silent = silent();
        Origin other = Origin.sayingHello()) {
      world.awake(silent).awake(OTHER, other);
      List<Wire> flood = clients(world, 5);
      world.eventually(() -> silent.requests.size() == 5);
      for (int i = 0; i < 100; i++) {
        assertThat(world.ask(GET))
            .startsWith("HTTP/1.1 503")
            .containsIgnoringCase("retry-after: 1")
            .contains("urn:reveille:problem:too-many-requests");
        assertThat(world.ask(TO_DATA)).startsWith("HTTP/1.1 200");
      }
      assertThat(silent.requests).hasSize(5);
      flood.forEach(Wire::close);
      world.quiet();
      world.awake(other);
      assertThat(world.ask(GET)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void beyondTheLimitInAllEveryAgentIsRefused() {
    try (World world = new World(World.TestSettings.inFlight(2, 0));
        Origin silent = silent();
        Origin other = Origin.sayingHello()) {
      world.awake(silent).awake(OTHER, other);
      List<Wire> flood = clients(world, 2);
      world.eventually(() -> silent.requests.size() == 2);
      assertThat(world.ask(TO_DATA)).startsWith("HTTP/1.1 503").contains("too-many-requests");
      flood.forEach(Wire::close);
      world.quiet();
      assertThat(world.ask(TO_DATA)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void openStreamsNeverStandInTheWayOfTheNextRequest() {
    Origin streaming = new Origin((wire, self) -> {
      if (wire.message().startsWith("GET /x")) {
        wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n");
        wire.send("Transfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
        wire.rest();
      } else {
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      }
    });
    try (World world = new World();
        streaming) {
      world.awake(streaming);
      List<Wire> open = clients(world, STREAMS);
      open.forEach(client -> assertThat(client.head()).startsWith("HTTP/1.1 200"));
      assertThat(world.gate().inFlight()).isEqualTo(STREAMS);
      assertThat(world.get("/bots/lal/next")).startsWith("HTTP/1.1 200");
      open.forEach(Wire::close);
      world.quiet();
    }
  }

  private static List<Wire> clients(World world, int count) {
    return IntStream.range(0, count).mapToObj(i -> world.client().send(GET)).toList();
  }

  /** Takes requests and never answers. */
  private static Origin silent() {
    return new Origin((wire, self) -> {
      self.requests.add(wire.message());
      wire.rest();
    });
  }
}

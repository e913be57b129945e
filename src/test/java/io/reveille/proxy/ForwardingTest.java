package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.testing.FreePort;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwardingTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h.example\r\n\r\n";
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void hopByHopAndNominatedHeadersStopHereInBothDirections() {
    try (Origin origin = Origin.answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-Secret\r\nX-Secret: 1\r\nKeep-Alive: timeout=5\r\nReveille-State: forged\r\nX-Kept: 1\r\n\r\nok")) {
      world.awake(origin);
      String answer = world.ask(
          "GET /bots/lal/x HTTP/1.1\r\nHost: h.example\r\nConnection: X-Mine, keep-alive\r\nX-Mine: 1\r\nTE: trailers\r\nProxy-Connection: x\r\nReveille_Agent: evil\r\nREVEILLE-State: x\r\nX-Other: 1\r\n\r\n");
      assertThat(answer).contains("X-Kept: 1").doesNotContain("X-Secret", "Keep-Alive", "forged");
      assertThat(origin.requests.get(0).toLowerCase(Locale.ROOT))
          .contains("x-other: 1", "host: h.example\r\n")
          .doesNotContain(
              "x-mine", "te:", "proxy-connection", "reveille_", "reveille-", "keep-alive");
    }
  }

  @Test
  void theAgentIsToldWhoAskedByWhichWay() {
    try (Origin origin = Origin.sayingHello()) {
      world.awake(origin);
      world.ask(
          "GET /bots/lal/x HTTP/1.1\r\nHost: h.example\r\nX-Forwarded-For: 10.0.0.9\r\nX-Request-Id: mine-1\r\ntraceparent: 00-a-b-01\r\nVia: 1.1 front\r\n\r\n");
      assertThat(origin.requests.get(0))
          .contains(
              "X-Forwarded-For: 127.0.0.1\r\n",
              "X-Forwarded-Proto: http\r\n",
              "X-Forwarded-Host: h.example\r\n",
              "X-Forwarded-Prefix: /bots/lal\r\n",
              "Forwarded: for=127.0.0.1;host=\"h.example\";proto=http\r\n",
              "Via: 1.1 front, 1.1 reveille\r\n",
              "X-Request-Id: mine-1\r\n",
              "traceparent: 00-a-b-01\r\n");
    }
  }

  @Test
  void aKeptConnectionIsUsedAgainButNotAfterAnotherWake() {
    try (Origin origin = Origin.sayingHello()) {
      world.awake(origin);
      world.get("/bots/lal/1");
      world.get("/bots/lal/2");
      // connections belong to the event loop of the client's connection: one client for both
      int before = origin.connections.get();
      try (Wire client = world.client()) {
        client.send(GET).message();
        client.send(GET).message();
        assertThat(origin.connections.get()).isLessThanOrEqualTo(before + 1);
        int used = origin.connections.get();
        world.awake(origin);
        assertThat(client.send(GET).message()).endsWith("hello");
        assertThat(origin.connections.get()).isEqualTo(used + 1);
      }
    }
  }

  @Test
  void aStaleConnectionCostsTheClientNothing() {
    Origin once = new Origin((wire, origin) -> {
      origin.requests.add(wire.message());
      wire.send(OK);
      if (origin.connections.get() == 1) {
        origin.requests.add(wire.message()); // takes the second request and dies of it
        return;
      }
      wire.rest();
    });
    try (once;
        Wire client = world.awake(once).client()) {
      assertThat(client.send(GET).message()).endsWith("hello");
      assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200").endsWith("hello");
      assertThat(once.connections.get()).isEqualTo(2);
    }
    world.quiet();
  }

  @Test
  void aRequestWhoseBodyWentOutIsNotSentTwice() {
    Origin once = new Origin((wire, origin) -> {
      String request = wire.message();
      origin.requests.add(request);
      if (request.startsWith("GET")) {
        wire.send(OK);
        origin.requests.add(wire.message());
      }
    });
    try (once;
        Wire client = world.awake(once).client()) {
      client.send(GET).message();
      assertThat(client
              .send("POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi")
              .message())
          .startsWith("HTTP/1.1 502")
          .contains("agent-unreachable");
      assertThat(once.requests).hasSize(2);
    }
    world.quiet();
  }

  @Test
  void aPostThatCrashedTheAgentIsNotSentToTheRestartedOne() {
    Origin once = new Origin((wire, origin) -> {
      String request = wire.message();
      origin.requests.add(request);
      if (request.startsWith("GET")) {
        wire.send(OK);
        origin.requests.add(wire.message()); // an empty POST, and it dies of it
      }
    });
    try (once;
        Wire client = world.awake(once).client()) {
      client.send(GET).message();
      assertThat(client
              .send("POST /bots/lal/crash HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
              .message())
          .startsWith("HTTP/1.1 502");
      assertThat(client.send("POST /bots/lal/crash HTTP/1.1\r\nHost: h\r\n\r\n").message())
          .startsWith("HTTP/1.1 502");
      assertThat(once.requests).hasSize(3);
    }
    world.quiet();
  }

  @Test
  void anAgentThatJustWokeGetsTimeToListen() throws IOException {
    int port = FreePort.next();
    world.routes.install(
        world.view(io.reveille.core.Agent.State.RUNNING, java.util.Optional.of(port), 0));
    try (Wire client = world.client().send(GET)) {
      world.eventually(() -> world.gate().inFlight() == 1);
      world.eventually(new Ticks(50));
      try (Origin late = new Origin(
          (wire, self) -> {
            self.requests.add(wire.message());
            wire.send(OK);
          },
          port)) {
        assertThat(client.message()).startsWith("HTTP/1.1 200");
        assertThat(late.requests).hasSize(1);
      }
    }
    world.quiet();
  }

  /** True after so many looks, of which there is one a millisecond. */
  private static final class Ticks implements java.util.function.BooleanSupplier {
    private int left;

    Ticks(int left) {
      this.left = left;
    }

    @Override
    public boolean getAsBoolean() {
      return left-- < 0;
    }
  }

  @Test
  void aSilentAgentIs504AndItsConnectionIsClosed() {
    GatewayConfig impatient = World.TestSettings.config(
        new GatewayConfig.Server("127.0.0.1", 0, "/bots", "", Secret.NONE),
        new GatewayConfig.Wake(10, 10, false),
        Duration.ofMillis(100));
    Origin silent = new Origin((wire, origin) -> {
      wire.message();
      origin.requests.add("closed:" + wire.rest());
    });
    try (World quick = new World(impatient);
        silent) {
      quick.awake(silent);
      assertThat(quick.get("/bots/lal/x")).startsWith("HTTP/1.1 504").contains("agent-timeout");
      quick.eventually(() -> !silent.requests.isEmpty());
      quick.quiet();
    }
  }

  @Test
  void anAnswerThatIsCutShortIsSeenAsCutByTheClient() {
    Origin sized = new Origin((wire, origin) -> {
      wire.message();
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    });
    Origin chunked = new Origin((wire, origin) -> {
      wire.message();
      wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
    });
    try (sized;
        chunked) {
      try (Wire client = world.awake(sized).client().send(GET)) {
        assertThat(client.head()).contains("200 OK");
        assertThat(client.rest()).startsWith("half").doesNotContain("\r\n");
      }
      try (Wire client = world.awake(chunked).client().send(GET)) {
        assertThat(client.head()).contains("200 OK");
        assertThat(client.rest()).startsWith("4\r\nhalf\r\n").doesNotContain("0\r\n\r\n");
      }
    }
    world.quiet();
  }

  @Test
  void anUploadThatIsCutShortNeverLooksCompleteToTheAgent() {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      self.requests.add(wire.rest());
    });
    try (origin) {
      world.awake(origin);
      Wire client = world
          .client()
          .send(
              "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
      world.eventually(() -> origin.connections.get() == 1);
      client.close();
      world.eventually(() -> !origin.requests.isEmpty());
      assertThat(origin.requests.get(0)).doesNotContain("0\r\n\r\n");
      world.quiet();
    }
  }

  @Test
  void aClientThatAbortsIsCountedOutOnceAndTheAgentIsTold() {
    Origin origin = new Origin((wire, self) -> {
      self.requests.add(wire.message());
      self.requests.add("gone:" + wire.rest());
    });
    try (origin) {
      world.awake(origin);
      Wire client = world.client().send(GET);
      world.eventually(() -> origin.requests.size() == 1);
      assertThat(world.gate().inFlight()).isEqualTo(1);
      client.abort();
      world.eventually(() -> origin.requests.size() == 2);
      world.quiet();
    }
  }

  @Test
  void trailersOfTheAnswerArePassedOn() {
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
      wire.rest();
    });
    try (origin;
        Wire client = world.awake(origin).client().send(GET)) {
      assertThat(client.head()).containsIgnoringCase("transfer-encoding: chunked");
      assertThat(client.read(22)).isEqualTo("2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
    }
  }

  @Test
  void answersWithoutABodyStayWithoutOne() {
    Origin origin = new Origin((wire, self) -> {
      String request = wire.message();
      while (!request.isEmpty()) {
        wire.send(
            request.startsWith("HEAD")
                ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                : request.startsWith("PUT")
                    ? "HTTP/1.1 204 No Content\r\n\r\n"
                    : "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
        request = wire.message();
      }
    });
    try (origin;
        Wire client = world.awake(origin).client()) {
      assertThat(client.send("HEAD /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n").head())
          .containsIgnoringCase("content-length: 5");
      assertThat(client
              .send("PUT /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n")
              .head())
          .startsWith("HTTP/1.1 204")
          .doesNotContainIgnoringCase("transfer-encoding");
      assertThat(client.send(GET).head()).startsWith("HTTP/1.1 304").contains("ETag");
      assertThat(client.send(GET).head()).startsWith("HTTP/1.1 304");
    }
  }

  @Test
  void anHttp10ClientGetsAStreamThatEndsWithItsConnection() {
    Origin origin = new Origin((wire, self) -> {
      wire.message();
      wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
      wire.in().read(); // goes on only when the test says so
      wire.send("4\r\nlast\r\n0\r\n\r\n");
    });
    try (origin;
        Wire client = world.awake(origin).client()) {
      client.send("GET /bots/lal/x HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.head()).doesNotContainIgnoringCase("transfer-encoding");
      assertThat(client.read(5)).isEqualTo("first");
    }
  }

  @Test
  void anHttp10ClientSeesTheEndOfAnAnswerWithoutLength() {
    try (Origin origin = Origin.answering(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n");
        Wire client = world.awake(origin).client()) {
      client.send("GET /bots/lal/x HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n");
      client.head();
      assertThat(client.rest()).isEqualTo("first");
    }
  }

  @Test
  void continueIsSaidOnlyOnceTheAgentIsAwake() {
    try (Origin origin = Origin.sayingHello();
        Wire client = world.asleep(io.reveille.core.Agent.State.PAUSED).client()) {
      client.send(
          "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      world.eventually(() -> world.gate().held() == 1);
      world.wakeUp(origin);
      assertThat(client.head()).startsWith("HTTP/1.1 100");
      client.send("body");
      assertThat(client.message()).startsWith("HTTP/1.1 200");
      assertThat(origin.requests.get(0)).endsWith("body").doesNotContainIgnoringCase("expect");
    }
  }

  @Test
  void aLargeHeadPassesAndATooLargeOneIs431() {
    try (Origin origin = Origin.answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Large: " + "a".repeat(20_480) + "\r\n\r\nok")) {
      world.awake(origin);
      assertThat(world.ask(
              "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\nX-L: " + "b".repeat(20_480) + "\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
      assertThat(world.ask(
              "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\nX-L: " + "b".repeat(40_000) + "\r\n\r\n"))
          .contains(" 431 ");
      assertThat(world.get("/bots/lal/" + "c".repeat(9_000))).contains(" 414 ");
    }
  }

  @Test
  void ambiguousFramingIsRefusedAndTheConnectionClosed() {
    try (Origin origin = Origin.sayingHello()) {
      world.awake(origin);
      for (String framing : new String[] {
        "Content-Length: 3\r\nTransfer-Encoding: chunked",
        "Content-Length: 3\r\nContent-Length: 4",
        "Content-Length: +3",
        "Transfer-Encoding : chunked"
      }) {
        try (Wire client = world.client()) {
          client.send("POST /bots/lal/x HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\nabc");
          assertThat(client.head()).as(framing).startsWith("HTTP/1.1 400");
          client.rest();
        }
      }
      assertThat(origin.requests).isEmpty();
    }
  }

  @Test
  void anAgentThatClosesItsConnectionDoesNotCloseTheClients() {
    try (Origin origin = new Origin((wire, self) -> {
          wire.message();
          wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
        });
        Wire client = world.awake(origin).client()) {
      assertThat(client.send(GET).message()).endsWith("hello");
      assertThat(client.send(GET).message()).endsWith("hello");
    }
  }

  @Test
  void anAnswerThatEndsWithItsConnectionIsComplete() {
    try (Origin origin = new Origin((wire, self) -> {
          wire.message();
          wire.send("HTTP/1.1 200 OK\r\n\r\nall of it");
        });
        Wire client = world.awake(origin).client()) {
      client.send(GET).head();
      assertThat(client.read(19)).contains("all of it");
    }
    world.quiet();
  }

  @Test
  void anAnswerThatCannotBePassedOnIs502AndCountedOut() {
    try (Origin origin =
        Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Bad: a\u0001b\r\n\r\nok")) {
      world.awake(origin);
      assertThat(world.get("/bots/lal/x")).startsWith("HTTP/1.1 502").contains("agent-unreachable");
      world.quiet();
    }
  }
}

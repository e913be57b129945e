package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http2FramesTest {
  private static final int PROTOCOL_ERROR = 1;
  private final World world = new World();
  private final Origin origin = Origin.sayingHello();
  private final Http2Wire client = new Http2Wire(world.client());

  @AfterEach
  void close() {
    client.close();
    world.close();
    origin.close();
  }

  @Test
  void clearTextWithPriorKnowledgeIsServed() {
    world.awake(origin);
    assertThat(client.get(1).status(1)).isEqualTo("200");
    assertThat(client.until(frame -> frame.is(Http2Wire.DATA, 1)).text()).isEqualTo("hello");
  }

  @Test
  void severalStreamsAreAnsweredAsTheirAgentsAnswer() {
    Origin slowFirst = new Origin((wire, self) -> {
      String request = wire.message();
      self.requests.add(request);
      while (request.startsWith("GET /slow") && self.requests.size() < 2) {
        Thread.onSpinWait();
      }
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    try (slowFirst) {
      world.awake(slowFirst);
      client.send(Http2Wire.HEADERS, 5, 1, Http2Wire.head("GET", "/bots/lal/slow"));
      world.eventually(() -> slowFirst.requests.size() == 1);
      client.get(3);
      client.until(frame -> frame.is(Http2Wire.HEADERS, 1) || frame.is(Http2Wire.HEADERS, 3));
      client.until(frame -> frame.type() == Http2Wire.HEADERS);
    }
    world.quiet();
  }

  @Test
  void aResetGivesThePlaceInFlightBackAtOnceAndTheConnectionGoesOn() {
    Origin silent = new Origin((wire, self) -> {
      String request = wire.message();
      if (request.startsWith("GET /x")) {
        self.requests.add(request);
        wire.rest();
        self.requests.add("gone");
      } else {
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      }
    });
    try (silent) {
      world.awake(silent);
      client.get(1);
      world.eventually(() -> silent.requests.size() == 1);
      client.reset(1);
      world.quiet();
      world.eventually(() -> silent.requests.contains("gone"));
      client.send(Http2Wire.HEADERS, 5, 3, Http2Wire.head("GET", "/bots/lal/other"));
      assertThat(client.status(3)).isEqualTo("200");
    }
  }

  @Test
  void aResetOfAHeldUploadFreesItsPlaceInTheQueueAtOnce() {
    world.asleep(State.PAUSED);
    client.post(1).data(1, "begun");
    world.eventually(() -> world.gate().held() == 1);
    client.reset(1);
    world.eventually(() -> world.gate().held() == 0);
    client.get(3);
    world.eventually(() -> world.gate().held() == 1);
    world.wakeUp(origin);
    assertThat(client.status(3)).isEqualTo("200");
  }

  @ParameterizedTest
  @CsvSource({
    "connection, keep-alive",
    "keep-alive, 5",
    "proxy-connection, close",
    "transfer-encoding, chunked",
    "upgrade, websocket",
    "te, gzip",
    "X-Upper, 1",
    "x bad, 1",
    "':late', 1"
  })
  void aHeaderThatHttp2ForbidsIsAnErrorOfItsStream(String name, String value) {
    world.awake(origin);
    client.get(1, name, value);
    assertThat(client.until(Http2FramesTest::refusal).number()).isNotNegative();
    assertThat(origin.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\u0000b", "a\rb"})
  void aValueThatWouldBecomeTwoLinesReachesNobody(String value) {
    world.awake(origin);
    client.get(1, "x-value", value);
    client.until(Http2FramesTest::refusal);
    assertThat(origin.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bots/lal/x HTTP/1.1\r\nX-Evil: 1\r\n\r\nGET /y",
        "/bots/lal/x y",
        "/bots/lal/x\ty",
        "/bots/lal/x\r\n",
        "/bots/lal/x\u0000",
        "/bots/lal/x\u007f",
        "/bots/lal/x#y"
      })
  void aPathThatIsNoneReachesNobody(String path) {
    world.awake(origin);
    client.send(Http2Wire.HEADERS, 5, 1, Http2Wire.head("GET", path));
    assertRefused(1);
    assertThat(origin.requests).isEmpty();
  }

  @Test
  void aPathLongerThanAllowedIsRefused() {
    world.awake(origin);
    client.send(Http2Wire.HEADERS, 5, 1, Http2Wire.head("GET", "/bots/lal/" + "y".repeat(9_000)));
    assertThat(client.status(1)).isEqualTo("414");
    assertThat(origin.requests).isEmpty();
  }

  @Test
  void aTunnelIsRefused() {
    client.send(
        Http2Wire.HEADERS, 4, 1, Http2Wire.literal(":method", "CONNECT", ":authority", "h:1"));
    assertThat(client.status(1)).isEqualTo("405");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /y HTTP/1.1\r\n", "G ET", "GE\rT", "G:T", ""})
  void aMethodThatIsNoneReachesNobody(String method) {
    world.awake(origin);
    client.send(Http2Wire.HEADERS, 5, 1, Http2Wire.head(method, "/bots/lal/x"));
    assertRefused(1);
    assertThat(origin.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"h\r\nX-Evil: 1", "h x", "h/y", "u@h", "", "h:1:2", "h:nine"})
  void anAuthorityThatIsNoneReachesNobody(String authority) {
    world.awake(origin);
    client.send(
        Http2Wire.HEADERS,
        5,
        1,
        Http2Wire.literal(
            ":method", "GET", ":scheme", "http", ":path", "/bots/lal/x", ":authority", authority));
    assertRefused(1);
    assertThat(origin.requests).isEmpty();
  }

  @Test
  void aHostThatIsNotTheAuthorityReachesNobody() {
    world.awake(origin);
    client.get(1, "host", "other");
    assertRefused(1);
    client.get(3, "host", "h", "host", "other");
    assertRefused(3);
    client.send(
        Http2Wire.HEADERS,
        5,
        5,
        Http2Wire.literal(":method", "GET", ":scheme", "http", ":path", "/bots/lal/x"));
    assertRefused(5);
    assertThat(origin.requests).isEmpty();
  }

  @Test
  void aHostInPlaceOfTheAuthorityIsTaken() {
    world.awake(origin);
    client.send(
        Http2Wire.HEADERS,
        5,
        1,
        Http2Wire.literal(
            ":method", "GET", ":scheme", "http", ":path", "/bots/lal/x", "host", "only.host"));
    assertThat(client.status(1)).isEqualTo("200");
    assertThat(origin.requests.get(0)).containsIgnoringCase("host: only.host\r\n");
  }

  @Test
  void aRequestWithoutPathSchemeOrMethodReachesNobody() {
    world.awake(origin);
    client.send(
        Http2Wire.HEADERS,
        5,
        1,
        Http2Wire.literal(":method", "GET", ":scheme", "http", ":authority", "h"));
    client.until(Http2FramesTest::refusal);
    assertThat(origin.requests).isEmpty();
  }

  @Test
  void severalCookieFieldsReachTheAgentAsOne() {
    world.awake(origin);
    client.get(1, "cookie", "a=1", "cookie", "b=2", "cookie", "c=3");
    assertThat(client.status(1)).isEqualTo("200");
    assertThat(origin.requests.get(0)).containsIgnoringCase("cookie: a=1; b=2; c=3\r\n");
  }

  @Test
  void aBodyLongerThanItsLengthIsRefused() {
    world.awake(origin);
    client.post(1, "content-length", "3").data(1, "four");
    client.until(Http2FramesTest::refusal);
    world.quiet();
  }

  @Test
  void aBodyShorterThanItsLengthNeverLooksComplete() {
    Origin reader = new Origin((wire, self) -> {
      wire.head();
      self.requests.add("body " + wire.read(5));
      self.requests.add("then " + wire.rest());
    });
    try (reader) {
      world.awake(reader);
      client.post(1, "content-length", "5").lastData(1, "four");
      client.until(Http2FramesTest::refusal);
      world.quiet();
      world.eventually(() -> reader.requests.isEmpty() || reader.requests.size() == 2);
      assertThat(reader.requests.toString()).doesNotContain("four5");
    }
  }

  /** Either Reveille's own 400, or an error of the stream or the connection. */
  private void assertRefused(int stream) {
    Http2Wire.Frame answer = client.until(
        frame -> frame.is(Http2Wire.HEADERS, stream) || Http2FramesTest.refusal(frame));
    if (answer.type() == Http2Wire.HEADERS) {
      assertThat(client.decoded(answer).status()).hasToString("400");
    } else if (answer.type() == Http2Wire.RESET) {
      assertThat(answer.number()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  private static boolean refusal(Http2Wire.Frame frame) {
    return frame.type() == Http2Wire.RESET || frame.type() == Http2Wire.GOAWAY;
  }
}

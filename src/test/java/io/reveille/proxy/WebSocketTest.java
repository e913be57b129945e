package io.reveille.proxy;

import static io.reveille.proxy.WebSocketFrames.BINARY;
import static io.reveille.proxy.WebSocketFrames.CLOSE;
import static io.reveille.proxy.WebSocketFrames.CONTINUATION;
import static io.reveille.proxy.WebSocketFrames.KEY;
import static io.reveille.proxy.WebSocketFrames.PING;
import static io.reveille.proxy.WebSocketFrames.PONG;
import static io.reveille.proxy.WebSocketFrames.SWITCHED;
import static io.reveille.proxy.WebSocketFrames.TEXT;
import static io.reveille.proxy.WebSocketFrames.UPGRADE;
import static io.reveille.proxy.WebSocketFrames.bytes;
import static io.reveille.proxy.WebSocketFrames.close;
import static io.reveille.proxy.WebSocketFrames.closing;
import static io.reveille.proxy.WebSocketFrames.joined;
import static io.reveille.proxy.WebSocketFrames.masked;
import static io.reveille.proxy.WebSocketFrames.ping;
import static io.reveille.proxy.WebSocketFrames.plain;
import static io.reveille.proxy.WebSocketFrames.pong;
import static io.reveille.proxy.WebSocketFrames.read;
import static io.reveille.proxy.WebSocketFrames.switched;
import static io.reveille.proxy.WebSocketFrames.text;
import static io.reveille.proxy.WebSocketFrames.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 through Reveille, byte for byte, with an agent that is awake. */
class WebSocketTest {
  private static final int MEGABYTE = 1 << 20;
  private final World world = new World();

  @AfterEach
  void end() {
    world.close();
  }

  /** Agrees, and sends everything back as it came. */
  private static Origin echo(String agreement) {
    return new Origin((wire, self) -> {
      self.requests.add(wire.head());
      wire.send(agreement);
      wire.in().transferTo(wire.out());
    });
  }

  /** Agrees, says {@code words}, and closes. */
  private static Origin saying(byte[] words) {
    return new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED);
      wire.send(words);
    });
  }

  private static byte[] random(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  static Stream<List<byte[]>> conversations() {
    return Stream.of(
        List.of(text("hello"), text("")),
        List.of(masked(true, BINARY, random(125)), masked(true, BINARY, random(126))),
        List.of(masked(true, BINARY, random(65_535)), masked(true, BINARY, random(65_536))),
        List.of(masked(true, BINARY, random(MEGABYTE))),
        List.of(
            masked(false, TEXT, bytes("in ")),
            ping("between"),
            masked(false, CONTINUATION, bytes("three ")),
            masked(true, CONTINUATION, bytes("pieces"))),
        List.of(ping(""), ping("x".repeat(125)), pong("unasked")),
        // what the agent has to object to comes to the agent
        List.of(plain(true, TEXT, bytes("not masked")), masked(true, 3, bytes("reserved"))),
        List.of(text("compressed?"), new byte[] {(byte) 0xc1, (byte) 0x80, 1, 2, 3, 4}),
        List.of(close(1000, ""), close(1001, "leaving"), masked(true, CLOSE, new byte[0])));
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void everyByteOfAConversationPassesUnchanged(List<byte[]> frames) {
    byte[] all = joined(frames.toArray(byte[][]::new));
    try (Origin origin = echo(SWITCHED);
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      assertThat(client.head()).startsWith("HTTP/1.1 101 ");
      frames.forEach(client::send);
      assertThat(client.bytes(all.length)).isEqualTo(all);
      assertThat(world.gate().inFlight()).isEqualTo(1);
    }
    world.quiet();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-WebSocket-Protocol: chat, superchat\r\n",
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n",
        "Sec-WebSocket-Extensions: a\r\nSec-WebSocket-Extensions: b; c=\"d\"\r\n",
        "Origin: https://chat.example\r\nCookie: a=1\r\nAuthorization: Bearer x\r\n"
      })
  void whatTheHandshakeOffersAndAgreesOnPassesBothWays(String headers) {
    try (Origin origin = echo(switched(headers));
        Wire client = world.awake(origin).client().send(upgrade(headers))) {
      String agreed = client.head();
      for (String line : headers.split("\r\n", -1)) { // the last is empty
        assertThat(agreed).containsIgnoringCase(line + "\r\n");
        assertThat(origin.requests.get(0)).containsIgnoringCase(line + "\r\n");
      }
      assertThat(origin.requests.get(0))
          .startsWith("GET /ws HTTP/1.1\r\n")
          .containsIgnoringCase("upgrade: websocket\r\n")
          .containsIgnoringCase("connection: upgrade\r\n")
          .containsIgnoringCase("Sec-WebSocket-Key: " + KEY);
    }
  }

  @Test
  void theAgreementOfTheAgentIsWhatTheClientGets() {
    String agreed =
        "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n";
    try (Origin origin = echo(switched(agreed));
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      assertThat(client.head())
          .contains("Sec-WebSocket-Protocol: chat\r\n")
          .contains("Sec-WebSocket-Extensions: permessage-deflate\r\n")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
          .containsIgnoringCase("upgrade: websocket\r\n")
          .contains("Reveille-Agent: lal\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n",
        "Connection: keep-alive\r\nConnection: upgrade\r\nUpgrade: websocket\r\n",
        "Connection: Upgrade\r\nUpgrade: foo, websocket\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n"
      })
  void aHandshakeIsKnownHoweverItIsSpelled(String headers) {
    try (Origin origin = echo(SWITCHED);
        Wire client = world.awake(origin).client().send(handshake("GET", headers))) {
      assertThat(client.head()).startsWith("HTTP/1.1 101 ");
      client.send(text("hello"));
      assertThat(read(client).text()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET|Connection: Upgrade\r\nUpgrade: foo\r\n",
        "GET|Connection: Upgrade\r\nUpgrade: websocketx\r\n",
        "GET|Upgrade: websocket\r\n",
        "POST|Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n"
      })
  void anyOtherUpgradeIsLeftOutOfAnOrdinaryRequest(String request) {
    int bar = request.indexOf('|');
    try (Origin origin = Origin.sayingHello()) {
      String answer =
          world.awake(origin).ask(handshake(request.substring(0, bar), request.substring(bar + 1)));
      assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("hello");
      assertThat(origin.requests.get(0))
          .doesNotContainIgnoringCase("\r\nupgrade:")
          .doesNotContainIgnoringCase("connection: upgrade");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400|Sec-WebSocket-Version: 13\r\n",
        "400|Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n",
        "400|Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: !!!\r\n",
        "400|Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Key: "
            + KEY + "\r\n",
        "400|Sec-WebSocket-Version: 13\r\nContent-Length: 5\r\nSec-WebSocket-Key: " + KEY + "\r\n",
        "426|Sec-WebSocket-Key: " + KEY + "\r\n",
        "426|Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: " + KEY + "\r\n",
        "426|Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: " + KEY
            + "\r\n"
      })
  void aHandshakeThatNobodyCouldAcceptWakesNobody(String request) {
    world.asleep(State.PAUSED);
    String answer = world.ask("GET /bots/lal/ws HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\n"
        + "Upgrade: websocket\r\n" + request.substring(4) + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + request.substring(0, 3));
    if (request.startsWith("426")) {
      assertThat(answer).contains("Sec-WebSocket-Version: 13\r\n");
    }
    assertThat(world.wakes).isEmpty();
    assertThat(world.gate().held()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Why: 1\r\n\r\nno",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 2\r\nX-Why: 1\r\n\r\nno",
        "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 2\r\nX-Why: 1\r\n\r\nno",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Why: 1\r\n\r\nno"
      })
  void aRefusalOfTheAgentIsAnOrdinaryAnswer(String refusal) {
    try (Origin origin = Origin.answering(refusal);
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      assertThat(client.message())
          .startsWith(refusal.substring(0, refusal.indexOf("\r\n")))
          .contains("X-Why: 1")
          .endsWith("no");
      client.send(UPGRADE); // the connection is still one of HTTP
      assertThat(client.message()).endsWith("no");
      world.quiet();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade\r\nUpgrade: foo\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: AAAA=\r\n"
      })
  void anAgreementToSomethingElseIsABadGateway(String agreement) {
    try (Origin origin = echo("HTTP/1.1 101 X\r\n" + agreement + "\r\n")) {
      assertThat(world.awake(origin).ask(UPGRADE))
          .startsWith("HTTP/1.1 502 ")
          .contains("agent-unreachable");
      world.quiet();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 1008, 1011, 3000, 4999})
  void codeAndReasonOfACloseArriveFromEitherSide(int code) {
    try (Origin origin = saying(plain(true, CLOSE, closing(code, "because")));
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      client.head();
      assertThat(read(client).code()).isEqualTo(code);
      assertThat(client.rest()).as("and nothing behind it").isEmpty();
    }
    world.quiet();
    try (Origin origin = echo(SWITCHED);
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      client.head();
      client.send(close(code, "because"));
      assertThat(read(client).reason()).isEqualTo("because");
    }
    world.quiet();
  }

  @Test
  void whatTheAgentSaysRightBehindItsAgreementArrives() {
    byte[] hello = plain(true, TEXT, bytes("hello"));
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(joined(SWITCHED.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), hello));
      wire.rest();
    });
    try (origin;
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      client.head();
      assertThat(read(client).text()).isEqualTo("hello");
    }
    world.quiet();
  }

  @Test
  void whatTheAgentSaysBeforeItHangsUpArrivesWholeAndThenTheEnd() {
    byte[] last = plain(true, BINARY, random(MEGABYTE));
    try (Origin origin = saying(last);
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      client.head();
      assertThat(client.bytes(last.length)).isEqualTo(last);
      assertThat(client.rest()).as("no close that the agent did not send").isEmpty();
    }
    world.quiet();
  }

  @Test
  void whatTheClientSaysBeforeItHangsUpReachesAnAgentThatReadsLate() throws Exception {
    java.util.concurrent.Semaphore listen = new java.util.concurrent.Semaphore(0);
    java.util.concurrent.atomic.AtomicLong heard = new java.util.concurrent.atomic.AtomicLong(-1);
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED);
      listen.acquire();
      heard.set(wire.in().transferTo(java.io.OutputStream.nullOutputStream()));
    });
    byte[] message = masked(true, BINARY, random(2 * MEGABYTE));
    try (origin;
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      client.head();
      client.send(message);
      client.socket.shutdownOutput();
      listen.release();
      world.eventually(() -> heard.get() == message.length);
    }
    world.quiet();
  }

  @Test
  void anAgentThatIsCutOffTakesTheClientAlongAndTheOtherWayRound() {
    Origin breaking = new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED);
      wire.bytes(1);
      wire.abort();
    });
    try (breaking;
        Wire client = world.awake(breaking).client().send(UPGRADE)) {
      client.head();
      client.send(text("x"));
      assertThat(client.rest()).isIn("", "<reset>");
      world.quiet();
    }
    java.util.concurrent.atomic.AtomicBoolean ended =
        new java.util.concurrent.atomic.AtomicBoolean();
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED);
      wire.rest();
      ended.set(true);
    });
    try (origin) {
      Wire client = world.awake(origin).client().send(UPGRADE);
      client.head();
      assertThat(world.gate().inFlight()).isEqualTo(1);
      client.abort();
      world.eventually(ended::get);
      world.quiet();
    }
  }

  @Test
  void aClientThatDoesNotReadStopsTheAgentInsteadOfFillingTheHeap() throws Exception {
    java.util.concurrent.BlockingQueue<Flood> floods =
        new java.util.concurrent.LinkedBlockingQueue<>();
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED);
      floods.add(new Flood(wire));
      wire.rest();
    });
    try (origin;
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      client.head();
      Flood flood = floods.take();
      world.eventually(flood::isStuck);
      assertThat(flood.sent()).isLessThan(64L << 20);
    }
    world.quiet();
  }

  @Test
  void anAgentThatDoesNotReadStopsTheClientInsteadOfFillingTheHeap() {
    java.util.concurrent.Semaphore over = new java.util.concurrent.Semaphore(0);
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED);
      over.acquire();
    });
    try (origin;
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      client.head();
      Flood flood = new Flood(client);
      world.eventually(flood::isStuck);
      assertThat(flood.sent()).isLessThan(64L << 20);
      client.abort();
      over.release();
    }
    world.quiet();
  }

  @Test
  void pingsAndPongsPassBetweenThoseWhoAreAwake() {
    Origin origin = new Origin((wire, self) -> {
      wire.head();
      wire.send(SWITCHED);
      wire.send(plain(true, PING, bytes("agent asks")));
      assertThat(read(wire).text()).isEqualTo("agent asks");
      self.requests.add("answered");
      wire.send(plain(true, PONG, read(wire).payload().getBytes()));
      wire.rest();
    });
    try (origin;
        Wire client = world.awake(origin).client().send(UPGRADE)) {
      client.head();
      assertThat(read(client).opcode()).isEqualTo(PING);
      client.send(pong("agent asks")).send(ping("client asks"));
      assertThat(read(client).text()).isEqualTo("client asks");
      assertThat(origin.requests).contains("answered");
    }
    world.quiet();
  }

  @Test
  void aHandshakeIsHeldLikeAnyRequestAndPassesAfterTheWake() {
    try (Origin origin = echo(SWITCHED);
        Wire client = world.asleep(State.STOPPED).client().send(UPGRADE)) {
      world.wakeUp(origin);
      assertThat(client.head()).startsWith("HTTP/1.1 101").contains("Reveille-Wake: unpause");
      client.send(text("good morning"));
      assertThat(read(client).text()).isEqualTo("good morning");
      assertThat(world.gate().inFlight()).isEqualTo(1);
    }
    world.quiet();
  }

  private static String handshake(String method, String headers) {
    return method + " /bots/lal/ws HTTP/1.1\r\nHost: h\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: " + KEY + "\r\n" + headers + "\r\n";
  }
}

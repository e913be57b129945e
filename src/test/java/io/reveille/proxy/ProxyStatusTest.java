package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Proxy;
import io.reveille.proxy.World.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code Proxy-Status} says went wrong between Reveille and an agent (RFC 9209, 2.3). */
class ProxyStatusTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\nPrefer: wait=0\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final Duration SHORT = Duration.ofMillis(200);

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void saysWhatWasWrongWithTheAnswer(String error, String request, Origin.Conversation agent) {
    try (World world = new World();
        Origin origin = new Origin(agent)) {
      assertThat(error(world.awake(origin).ask(request), 502)).isEqualTo(error);
    }
  }

  static Stream<Arguments> conversations() {
    String upgrade = WebSocketFrames.UPGRADE;
    return Stream.of(
        Arguments.of("connection_terminated", GET, resetting("")),
        Arguments.of("connection_terminated", GET, closingBehind("")),
        Arguments.of("http_response_incomplete", GET, closingBehind(OK + "X: y\r\n")),
        Arguments.of("connection_terminated", upgrade, resetting("")),
        Arguments.of("http_protocol_error", GET, closingBehind("garbage\r\n\r\n")),
        Arguments.of("http_protocol_error", GET, closingBehind(OK + "X: \u0000\r\n\r\n")),
        Arguments.of(
            "http_protocol_error", GET, closingBehind(OK + "Transfer-Encoding: gzip\r\n\r\n")),
        Arguments.of(
            "http_protocol_error", GET, closingBehind(OK + "X: " + "y".repeat(40_000) + "\r\n")),
        Arguments.of("http_response_incomplete", GET, resetting(OK + "Content-Length: 9\r\n\r\n")),
        Arguments.of(
            "http_upgrade_failed",
            upgrade,
            closingBehind("HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n")));
  }

  private static Origin.Conversation closingBehind(String answer) {
    return (wire, origin) -> {
      wire.message();
      wire.send(answer);
    };
  }

  private static Origin.Conversation resetting(String answer) {
    return (wire, origin) -> {
      wire.message();
      wire.send(answer);
      wire.abort();
    };
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    try (World world = new World()) {
      int free;
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        free = taken.getLocalPort();
      }
      assertThat(error(world.awake(free).ask(GET), 502)).isEqualTo("connection_refused");
    }
  }

  @Test
  void saysThatAConnectionTookTooLong() throws IOException {
    List<SocketChannel> queue = new ArrayList<>();
    try (World world = new World(impatient());
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int next = 0; next < 4; next++) { // more than its queue takes
        SocketChannel waiting = SocketChannel.open();
        queue.add(waiting);
        waiting.configureBlocking(false);
        waiting.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort()));
      }
      assertThat(error(world.awake(full.getLocalPort()).ask(GET), 502))
          .isEqualTo("connection_timeout");
    } finally {
      for (SocketChannel waiting : queue) {
        waiting.close();
      }
    }
  }

  @Test
  void saysThatNoAnswerCame() {
    try (World world = new World(impatient());
        Origin silent = new Origin((wire, origin) -> wire.rest())) {
      assertThat(error(world.awake(silent).ask(GET), 504)).isEqualTo("http_response_timeout");
    }
  }

  private static String error(String answer, int status) {
    assertThat(answer).startsWith("HTTP/1.1 " + status);
    String mark = "Proxy-Status: reveille; error=";
    int begin = answer.indexOf(mark) + mark.length();
    return answer.substring(begin, answer.indexOf(';', begin));
  }

  private static GatewayConfig impatient() {
    GatewayConfig usual = TestSettings.config();
    Proxy proxy = usual.proxy();
    return TestSettings.config(
        usual.server(),
        usual.wake(),
        new Proxy(
            SHORT,
            SHORT,
            proxy.idleConnectionTimeout(),
            proxy.maxHeaderSize(),
            proxy.maxUrlLength(),
            proxy.requestHeadTimeout(),
            proxy.drainTimeout()));
  }
}

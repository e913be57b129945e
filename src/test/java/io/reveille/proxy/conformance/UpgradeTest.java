package io.reveille.proxy.conformance;

import static io.reveille.proxy.conformance.Row.passes;
import static io.reveille.proxy.conformance.Row.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The upgrade to HTTP/2, which RFC 9113, 3.1 has taken back: not done, and no way around any check. */
class UpgradeTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n";
  private static final String POST = "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\n";
  private static final String H2C =
      "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n";
  private static final Bench BENCH = new Bench();

  @AfterAll
  static void close() {
    BENCH.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("upgrades")
  void aRequestThatAsksForHttp2StaysOneOfHttp1(Row row) {
    assertThat(BENCH.deviation(row)).as(row.name()).isEmpty();
    assertThat(BENCH.agent.received())
        .allSatisfy(request -> assertThat(request.values("upgrade")).isEmpty())
        .allSatisfy(request -> assertThat(request.values("http2-settings")).isEmpty());
  }

  static Stream<Row> upgrades() {
    return Stream.of(
        passes("an upgrade as it was done", "", GET + H2C + "\r\n"),
        passes("an upgrade in capitals", "", GET + H2C.replace("h2c", "H2C") + "\r\n"),
        passes(
            "an upgrade without settings", "", GET + "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"),
        passes("an upgrade that Connection does not name", "", GET + "Upgrade: h2c\r\n\r\n"),
        passes("settings that are none", "", GET + H2C.replace("AAMAAABkAAQAAP__", "!") + "\r\n"),
        passes("an upgrade among others", "", GET + H2C.replace("h2c", "h2c, foo") + "\r\n"),
        passes("an upgrade on two lines", "", GET + "Upgrade: foo\r\n" + H2C + "\r\n"),
        passes("an upgrade over TLS", "", GET + H2C.replace("h2c", "h2") + "\r\n"),
        passes("an upgrade with a body", "hello", POST + H2C + "Content-Length: 5\r\n\r\nhello"),
        passes(
            "an upgrade with chunks",
            "hello",
            POST + H2C + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        refused(
            "an upgrade with a length and chunks",
            POST + H2C + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        refused("an upgrade without a Host", "GET /bots/lal/x HTTP/1.1\r\n" + H2C + "\r\n"),
        refused(
            "an upgrade with a NUL in its path",
            "GET /bots/lal/\u0000 HTTP/1.1\r\nHost: h\r\n" + H2C + "\r\n"),
        refused("an upgrade with a folded line", GET + H2C + "X: a\r\n b\r\n\r\n"),
        refused(
            "a preface of HTTP/2 behind a request that asked for nothing else",
            505,
            "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"));
  }
}

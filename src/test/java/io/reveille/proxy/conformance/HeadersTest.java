package io.reveille.proxy.conformance;

import static io.reveille.proxy.conformance.Row.passes;
import static io.reveille.proxy.conformance.Row.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers of a request: which are none, which go on, which end here (RFC 9112, 5; RFC 9110, 7.6). */
class HeadersTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n";
  private static final Bench BENCH = new Bench();

  @AfterAll
  static void close() {
    BENCH.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("syntax")
  void thereIsOneWayToReadItOrNone(Row row) {
    assertThat(BENCH.deviation(row)).as(row.name()).isEmpty();
  }

  static Stream<Row> syntax() {
    return Stream.of(
        passes("every character of a name", "", with("X!#$%&'*+-.^_`|~9: y")),
        passes("an empty value", "", with("X:")),
        passes("a value of spaces", "", with("X: \t ")),
        passes("a tab within a value", "", with("X: a\tb")),
        passes("bytes above 127 in a value", "", with("X: \u00e4\u00ff\u0080")),
        passes("colons in a value", "", with("X: a:b:c")),
        refused("a name with a space in front of its colon", with("X : y")),
        refused("a name with a tab in front of its colon", with("X\t: y")),
        refused("a name with a space within", with("X Y: z")),
        refused("an empty name", with(": y")),
        refused("a line without a colon", with("X")),
        refused("a name with a NUL", with("X\u0000Y: z")),
        refused("a name with a bare CR", with("X\rY: z")),
        refused("a name with a control character", with("X\u0001: y")),
        refused("a name with a DEL", with("X\u007f: y")),
        refused("a name with a byte above 127", with("X\u00e4: y")),
        refused("a name in brackets", with("(X): y")),
        refused("a name with a slash", with("X/Y: z")),
        refused("a name with an equals sign", with("X=Y: z")),
        refused("a name in quotes", with("\"X\": y")),
        refused("a value with a NUL", with("X: a\u0000b")),
        refused("a value with a bare CR", with("X: a\rb")),
        refused("a value with a bare CR at its end", with("X: a\r")),
        refused("a value with a vertical tab", with("X: a\u000bb")),
        refused("a value with a form feed", with("X: a\u000cb")),
        refused("a value with an escape", with("X: a\u001bb")),
        refused("a value with a DEL", with("X: a\u007fb")),
        refused("a line that ends in LF", GET + "X: y\nZ: z\r\n\r\n"),
        refused("a head that ends in LF", GET + "X: y\r\n\n"),
        refused("a head that ends in LF LF", GET + "X: y\n\n"),
        refused("a folded line", with("X: a\r\n b")),
        refused("a folded line with a tab", with("X: a\r\n\tb")),
        refused("a folded line of nothing", with("X: a\r\n ")),
        refused("a folded line behind an empty value", with("X:\r\n b")),
        refused(
            "a folded line in front of the others",
            GET.replace("Host: h", "X: a\r\n b\r\nHost: h") + "\r\n"),
        refused("a folded line with a header in it", with("X: a\r\n Y: b")),
        refused("a header of 40 KB", 431, with("X: " + "y".repeat(40_000))),
        refused("a name of 40 KB", 431, with("X".repeat(40_000) + ": y")),
        refused(
            "headers of 40 KB in all",
            431,
            with(("X: " + "y".repeat(96) + "\r\n").repeat(400) + "Z: z")));
  }

  private static String with(String header) {
    return GET + header + "\r\n\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close",
        "Connection: keep-alive",
        "connection: X",
        "Keep-Alive: timeout=5",
        "Proxy-Connection: keep-alive",
        "TE: trailers",
        "TE: gzip",
        "Trailer: X-Sum",
        "Upgrade-Insecure: 1\r\nConnection: Upgrade-Insecure",
        "Proxy-Authorization: Basic x",
        "Proxy-Authenticate: Basic",
        "HTTP2-Settings: AAMAAABkAAQAAP__",
        "Expect: 100-continue",
        "Connection: X-Mine\r\nX-Mine: 1",
        "Connection: x-mine, close\r\nX-MINE: 1",
        "Connection: ,,X-Mine ,\r\nX-Mine: 1",
        "X-Mine: 1\r\nConnection: a\r\nConnection: X-Mine",
        "Connection: Cookie\r\nCookie: a=1",
        "Connection: Authorization\r\nAuthorization: Bearer x"
      })
  void whatIsForThisHopEndsHere(String headers) throws IOException {
    Message request = forwarded(with(headers));
    for (String line : headers.split("\r\n", -1)) {
      assertThat(request.values(line.substring(0, line.indexOf(':')))).as(line).isEmpty();
    }
  }

  @Tag("reveille")
  @ParameterizedTest
  @CsvSource({
    "Host, h",
    "X-Forwarded-For, 127.0.0.1",
    "X-Forwarded-Host, h",
    "Via, 1.1 reveille",
    "X-Request-Id, mine"
  })
  void noNominationTakesAwayWhatReveilleSays(String name, String value) throws IOException {
    Message request = forwarded(with("X-Request-Id: mine\r\nConnection: " + name));
    assertThat(request.values(name)).containsExactly(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nConnection: Content-Length",
        "Connection: Content-Length\r\nContent-Length: 5",
        "Content-Length: 5\r\nConnection: Transfer-Encoding"
      })
  void noNominationTakesAwayTheFramingOfABody(String headers) throws IOException {
    Message request =
        forwarded("POST /bots/lal/x HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n\r\nhello");
    assertThat(request.body()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization: Bearer x",
        "Cookie: a=1; b=2",
        "Accept-Encoding: br",
        "Range: bytes=0-1",
        "If-None-Match: \"x\"",
        "Content-Encoding: gzip",
        "traceparent: 00-a-b-01",
        "Cache-Control: max-age=0, no-store",
        "Max-Forwards: 3",
        "X-Bytes: \u00e4\u00f6\u00ff\u0080",
        "Reveilles: x",
        "User-Agent: a/1 (b; c)",
        "Sec-Fetch-Mode: cors",
        "Upgrade-Insecure-Requests: 1",
        "Accept: text/html, */*;q=0.8"
      })
  void whatIsForTheAgentGoesOnUnchanged(String header) throws IOException {
    Message request = forwarded(with(header));
    int colon = header.indexOf(':');
    assertThat(request.values(header.substring(0, colon)))
        .containsExactly(header.substring(colon + 2));
  }

  @Tag("reveille")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Reveille-Agent",
        "reveille-agent",
        "REVEILLE-AGENT",
        "Reveille_Agent",
        "reveille_state",
        "Reveille-State",
        "Reveille-Wake",
        "Reveille-Token",
        "Reveille-Channel",
        "Reveille-_x",
        "Reveille_-x",
        "rEvEiLlE_Wake",
        "Reveille-"
      })
  void noClientSpeaksForReveille(String name) throws IOException {
    Message request = forwarded(with(name + ": evil"));
    assertThat(request.head()).doesNotContain("evil").doesNotContainIgnoringCase("\nreveille");
  }

  @Tag("reveille")
  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For: 10.0.0.9, X-Forwarded-For, 127.0.0.1",
    "x_forwarded_for: 10.0.0.9, x_forwarded_for, ''",
    "X-Forwarded-Proto: https, X-Forwarded-Proto, http",
    "X_Forwarded_Proto: https, X_Forwarded_Proto, ''",
    "X-Forwarded-Host: evil, X-Forwarded-Host, h",
    "X-Forwarded-Prefix: /evil, X-Forwarded-Prefix, /bots/lal",
    "X-Forwarded-Port: 443, X-Forwarded-Port, ''",
    "X-Forwarded-Server: evil, X-Forwarded-Server, ''",
    "X-Real-IP: 10.0.0.9, X-Real-IP, ''",
    "Forwarded: for=10.0.0.9, Forwarded, 'for=127.0.0.1;host=\"h\";proto=http'"
  })
  void whatSomebodySaysOfTheWayIsReplaced(String header, String name, String seen)
      throws IOException {
    assertThat(forwarded(with(header)).values(name))
        .isEqualTo(seen.isEmpty() ? List.of() : List.of(seen));
  }

  @Tag("reveille")
  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For: 10.0.0.9, X-Forwarded-For, '10.0.0.9, 127.0.0.1'",
    "X-Forwarded-Proto: https, X-Forwarded-Proto, https",
    "X-Forwarded-Host: front, X-Forwarded-Host, front",
    "X-Forwarded-Prefix: /front, X-Forwarded-Prefix, /front/bots/lal",
    "X-Forwarded-Port: 443, X-Forwarded-Port, 443",
    "Forwarded: for=10.0.0.9, Forwarded, 'for=10.0.0.9, for=127.0.0.1;host=\"h\";proto=http'",
    "X: y, X-Forwarded-For, 127.0.0.1",
    "X: y, X-Forwarded-Proto, http"
  })
  void whatATrustedProxySaysOfTheWayIsContinued(String header, String name, String seen)
      throws IOException {
    BENCH.trustLoopback();
    assertThat(forwarded(with(header)).values(name)).containsExactly(seen);
  }

  @Tag("reveille")
  @ParameterizedTest
  @CsvSource({"1.1, 1.1 reveille", "1.0, 1.0 reveille"})
  void viaNamesTheVersionOfTheClient(String version, String via) throws IOException {
    Message request =
        forwarded("GET /bots/lal/x HTTP/" + version + "\r\nHost: h\r\nVia: 1.1 front\r\n\r\n");
    assertThat(request.values("via")).containsExactly("1.1 front, " + via);
    assertThat(request.firstLine()).endsWith(" HTTP/1.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cookie", "X-Many", "Accept"})
  void linesThatRepeatKeepTheirOrder(String name) throws IOException {
    Message request = forwarded(with(name + ": 1\r\nX: y\r\n" + name + ": 2"));
    String separator = name.equals("Cookie") ? "; " : ",";
    assertThat(String.join(separator, request.values(name))).isEqualTo("1" + separator + "2");
  }

  @AfterEach
  void trustNobody() {
    BENCH.trustNobody();
  }

  private static Message forwarded(String request) throws IOException {
    BENCH.agent.received().clear();
    assertThat(BENCH.ask(request).status()).isIn(200, 100);
    BENCH.subject.quiet();
    return BENCH.agent.received().get(0);
  }
}

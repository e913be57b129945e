package io.reveille.proxy.conformance;

import static io.reveille.proxy.conformance.Row.passes;
import static io.reveille.proxy.conformance.Row.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request line and the host (RFC 9112, 3; RFC 9110, 7.2): what is asked, of whom. */
class TargetTest {
  private static final String END = " HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\n";
  private static final Bench BENCH = new Bench();

  @AfterAll
  static void close() {
    BENCH.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"lines", "targets", "hosts"})
  void thereIsOneWayToReadItOrNone(Row row) {
    assertThat(BENCH.deviation(row)).as(row.name()).isEmpty();
  }

  static Stream<Row> lines() {
    return Stream.of(
        passes("an empty line in front", "", "\r\nGET /bots/lal/x" + END),
        passes("another method", "", "PURGE /bots/lal/x" + END),
        passes(
            "a method of odd characters that a token may have",
            "",
            "M-SEARCH.!#$%&'*+^_`|~9 /bots/lal/x" + END),
        refused("no version", "GET /bots/lal/x\r\n\r\n"),
        refused("HTTP/0.9 with a Host", "GET /bots/lal/x\r\nHost: h\r\n\r\n"),
        refused("HTTP/2.0", 505, "GET /bots/lal/x HTTP/2.0\r\nHost: h\r\n\r\n"),
        refused("HTTP/3.0", 505, "GET /bots/lal/x HTTP/3.0\r\nHost: h\r\n\r\n"),
        refused("HTTP/0.9 by name", 505, "GET /bots/lal/x HTTP/0.9\r\nHost: h\r\n\r\n"),
        refused("HTTP/1.2", 505, "GET /bots/lal/x HTTP/1.2\r\nHost: h\r\n\r\n"),
        refused("a version of two digits", "GET /bots/lal/x HTTP/1.10\r\nHost: h\r\n\r\n"),
        refused(
            "a version with a zero in front", 505, "GET /bots/lal/x HTTP/01.1\r\nHost: h\r\n\r\n"),
        refused("a version without its minor part", "GET /bots/lal/x HTTP/1\r\nHost: h\r\n\r\n"),
        refused("a version in lower case", 505, "GET /bots/lal/x http/1.1\r\nHost: h\r\n\r\n"),
        refused("another protocol", "GET /bots/lal/x ICY/1.1\r\nHost: h\r\n\r\n"),
        refused("RTSP", "GET /bots/lal/x RTSP/1.0\r\nHost: h\r\n\r\n"),
        refused("a word behind the version", "GET /bots/lal/x HTTP/1.1 x\r\nHost: h\r\n\r\n"),
        refused("a space behind the version", "GET /bots/lal/x HTTP/1.1 \r\nHost: h\r\n\r\n"),
        refused("two spaces behind the method", "GET  /bots/lal/x" + END),
        refused("two spaces behind the target", "GET /bots/lal/x  HTTP/1.1\r\nHost: h\r\n\r\n"),
        passes("a tab behind the method", "", "GET\t/bots/lal/x" + END),
        passes("a tab behind the target", "", "GET /bots/lal/x\tHTTP/1.1\r\nHost: h\r\n\r\n"),
        passes("a vertical tab behind the method", "", "GET\u000b/bots/lal/x" + END),
        passes("a bare CR behind the method", "", "GET\r/bots/lal/x" + END),
        passes("a bare CR behind the target", "", "GET /bots/lal/x\rHTTP/1.1\r\nHost: h\r\n\r\n"),
        refused("a space in front", " GET /bots/lal/x" + END),
        refused("a NUL in front", "\u0000GET /bots/lal/x" + END),
        passes("a bare CR in front", "", "\rGET /bots/lal/x" + END),
        refused("a request line that ends in LF", "GET /bots/lal/x HTTP/1.1\nHost: h\r\n\r\n"),
        refused("a head of lines that end in LF", "GET /bots/lal/x HTTP/1.1\nHost: h\n\n"),
        refused("no method", "/bots/lal/x" + END),
        refused("a method with a NUL", "GE\u0000T /bots/lal/x" + END),
        refused("a method in brackets", "(GET) /bots/lal/x" + END),
        refused("a method with a colon", "GET: /bots/lal/x" + END),
        refused("a method with a byte above 127", "G\u00c9T /bots/lal/x" + END),
        refused(
            "a start of TLS",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"),
        refused("an answer", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        refused("CONNECT with an authority", 405, "CONNECT h:80" + END),
        refused("CONNECT with a path", 405, "CONNECT /bots/lal/x" + END),
        refused("too long a target", 414, "GET /bots/lal/" + "x".repeat(9_000) + END));
  }

  static Stream<Row> targets() {
    return Stream.of(
        refused("an authority", "GET h:80" + END),
        refused("a path without its slash", "GET bots/lal/x" + END),
        refused("nothing but a question mark", "GET ?x" + END),
        refused("an asterisk without OPTIONS", "GET *" + END),
        refused("an asterisk and more", "OPTIONS *x" + END),
        refused("another scheme", "GET ftp://h/bots/lal/x" + END),
        refused("a script", "GET javascript:alert(1)" + END),
        refused("an address without a host", "GET http:///bots/lal/x" + END),
        refused("an address with one slash", "GET http:/h/bots/lal/x" + END),
        refused("an address with a user", "GET http://user@h/bots/lal/x" + END),
        refused("an address with a password", "GET http://user:pass@h/bots/lal/x" + END),
        refused("an address with a space in its host", "GET http://h h/bots/lal/x" + END),
        refused("an address with a port that is none", "GET http://h:x/bots/lal/x" + END),
        refused("an address with two ports", "GET http://h:1:2/bots/lal/x" + END),
        refused("an address without a Host header", "GET http://h/bots/lal/x HTTP/1.1\r\n\r\n"),
        refused("a fragment", "GET /bots/lal/x#y" + END),
        refused("a space in the path", "GET /bots/lal/x y" + END),
        refused("a NUL in the path", "GET /bots/lal/x\u0000y" + END),
        refused("a tab in the path", "GET /bots/lal/x\ty" + END),
        refused("a bare CR in the path", "GET /bots/lal/x\ry" + END),
        refused("an escape in the path", "GET /bots/lal/x\u001by" + END),
        refused("a DEL in the path", "GET /bots/lal/x\u007fy" + END),
        refused("a byte above 127 in the path", "GET /bots/lal/\u00e4" + END),
        refused("a byte above 127 in the query", "GET /bots/lal/x?\u00e4" + END));
  }

  static Stream<Row> hosts() {
    return Stream.of(
        passes("an empty Host", "", GET + "Host:\r\n\r\n"),
        passes("a Host with a port", "", GET + "Host: h.example:7411\r\n\r\n"),
        passes("an address of IPv6", "", GET + "Host: [::1]:7411\r\n\r\n"),
        passes("a Host with an underscore", "", GET + "Host: my_bots\r\n\r\n"),
        refused("no Host", GET + "\r\n"),
        refused("two that differ", GET + "Host: h\r\nHost: i\r\n\r\n"),
        refused("two that agree", GET + "Host: h\r\nHost: h\r\n\r\n"),
        refused("two in HTTP/1.0", "GET /bots/lal/x HTTP/1.0\r\nHost: h\r\nHost: i\r\n\r\n"),
        refused("a list", GET + "Host: h, i\r\n\r\n"),
        refused("a space within", GET + "Host: h i\r\n\r\n"),
        refused("a folded line", GET + "Host: h\r\n i\r\n\r\n"),
        refused("a path", GET + "Host: h/bots/data\r\n\r\n"),
        refused("a user", GET + "Host: user@h\r\n\r\n"),
        refused("a scheme", GET + "Host: http://h\r\n\r\n"),
        refused("a query", GET + "Host: h?x\r\n\r\n"),
        refused("a fragment", GET + "Host: h#x\r\n\r\n"),
        refused("a backslash", GET + "Host: h\\x\r\n\r\n"),
        refused("a port that is none", GET + "Host: h:x\r\n\r\n"),
        refused("a port of a million", GET + "Host: h:1000000\r\n\r\n"),
        refused("two ports", GET + "Host: h:1:2\r\n\r\n"),
        refused("half an address of IPv6", GET + "Host: [::1\r\n\r\n"),
        refused("something behind an address of IPv6", GET + "Host: [::1]x\r\n\r\n"),
        refused("a byte above 127", GET + "Host: h\u00e4\r\n\r\n"),
        refused("a NUL", GET + "Host: h\u0000\r\n\r\n"),
        refused("a bare CR", GET + "Host: h\ri\r\n\r\n"),
        refused("a space in front of the colon", GET + "Host : h\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a/b",
        "/a//b",
        "//",
        "//h/x",
        "/a/./b",
        "/./",
        "/a/../b",
        "/..",
        "/../..",
        "/../data/x",
        "/../../bots/data/x",
        "/%2e%2e/data",
        "/%2E%2E%2Fdata%2fx",
        "/..%2f..%2fbots%2fdata",
        "/%252e%252e/",
        "/..;/data",
        "/..;x=1/data",
        "/;/",
        "/\\..\\data",
        "/..\\..\\bots\\data",
        "/%5c..%5c",
        "/%00",
        "/%0d%0aX:y",
        "/%",
        "/%zz",
        "/%c0%ae%c0%ae/",
        "/a%20b+c",
        "/<>\"{}|^`[]",
        "/~!$&'()*+,;=:@-._",
        "/a?",
        "/?",
        "/?a=1&a=2",
        "/a?b?c/../d",
        "/a?%2e%2e%2f",
        "/a?http://x/",
        "/bots/data/x",
        "/A/b/%7E%7e"
      })
  void whatFollowsTheBotIdIsPassedOnByteByByteAndToThisBot(String rest) throws IOException {
    BENCH.agent.received().clear();
    assertThat(BENCH.ask("GET /bots/lal" + rest + END).status()).isEqualTo(200);
    assertThat(BENCH.agent.received())
        .extracting(Message::firstLine)
        .containsExactly("GET " + rest + " HTTP/1.1");
  }

  @Tag("reveille")
  @Test
  void theAgentIsToldWhatWasTakenOffThePath() throws IOException {
    BENCH.agent.received().clear();
    BENCH.ask("GET /bots/lal/x" + END);
    assertThat(BENCH.agent.received().get(0).values("x-forwarded-prefix"))
        .containsExactly("/bots/lal");
  }

  @Tag("reveille")
  @ParameterizedTest
  @CsvSource({
    "/bots/%6cal/x, 400",
    "/bots/lal%2fx, 400",
    "/bots/lal%2f..%2fdata/x, 400",
    "/bots/../bots/lal/x, 400",
    "/bots/./lal/x, 400",
    "/bots/%2e%2e/bots/lal, 400",
    "/bots/..;/lal/x, 400",
    "/bots/lal;x/y, 400",
    "/bots/lal\\..\\data/x, 400",
    "/bots//lal/x, 400",
    "/bots/, 400",
    "/bots, 404",
    "/Bots/lal/x, 404",
    "/bots\\lal\\x, 404",
    "/%62ots/lal/x, 404",
    "/bots%2flal/x, 404",
    "//bots/lal/x, 404",
    "/../bots/lal/x, 404",
    "/./bots/lal/x, 404",
    "/x/../bots/lal/x, 404",
    "/bots/nobody/x, 404",
    "/bots/lal/.reveille/x, 404",
    "/bots/lal/%2ereveille/x, 404",
    "/bots/lal/%2e%72eveille%2fx, 404",
    "/bots/lal/.REVEILLE, 404",
    "/, 404"
  })
  void noSpellingOfAPathLeadsToABotThatItDoesNotName(String path, int status) throws IOException {
    BENCH.agent.received().clear();
    Message answer = BENCH.ask("GET " + path + END);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.values("content-type")).containsExactly("application/problem+json");
    assertThat(BENCH.agent.received()).isEmpty();
  }

  @Tag("reveille")
  @ParameterizedTest
  @CsvSource({
    "http://h.example/bots/lal/x?y, /x?y, h.example",
    "HTTP://h.example:7411/bots/lal, /, h.example:7411",
    "https://[::1]/bots/lal/%2e%2e/, /%2e%2e/, [::1]",
    "http://h.example/bots/lal?y=http://z/, /?y=http://z/, h.example"
  })
  void anAddressNamesTheHostWhateverTheHeaderSays(String target, String seen, String host)
      throws IOException {
    BENCH.agent.received().clear();
    assertThat(BENCH.ask("GET " + target + " HTTP/1.1\r\nHost: other\r\n\r\n").status())
        .isEqualTo(200);
    Message request = BENCH.agent.received().get(0);
    assertThat(request.firstLine()).isEqualTo("GET " + seen + " HTTP/1.1");
    assertThat(request.values("host")).isEqualTo(List.of(host));
    assertThat(request.values("x-forwarded-host")).isEqualTo(List.of(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET http://h?x HTTP/1.1\r\nHost: h\r\n\r\n"
      })
  void whatNamesNoBotIsNotFound(String request) throws IOException {
    BENCH.agent.received().clear();
    assertThat(BENCH.ask(request).status()).isEqualTo(404);
    assertThat(BENCH.agent.received()).isEmpty();
  }
}

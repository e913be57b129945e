package io.reveille.proxy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent may answer, and what the client makes of what it may not (RFC 9112, 4, 6 and 8). */
class AnswersTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noAnswers")
  void whatIsNoAnswerIsABadGatewayAndTheConnectionOfTheClientGoesOn(String name, String bytes)
      throws IOException {
    bench.agent.does((line, agent) -> {
      agent.take(line);
      line.send(bytes);
    });
    try (Line client = bench.client()) {
      Message answer = client.send(GET).answer("GET");
      assertThat(answer.status()).as(answer.toString()).isEqualTo(502);
      assertThat(answer.body()).contains(bench.subject.badGateway());
      bench.subject.quiet();
      bench.agent.does(Agent::answerOk);
      assertThat(client.send(GET).answer("GET").body()).isEqualTo("ok");
    }
    bench.subject.quiet();
  }

  static Stream<Arguments> noAnswers() {
    return Stream.of(
        Arguments.of("nothing", ""),
        Arguments.of("half a status line", "HTTP/1.1 20"),
        Arguments.of("half a head", OK + "X: y\r\n"),
        Arguments.of("no byte of the body that it announces", OK + "Content-Length: 10\r\n\r\n"),
        Arguments.of(
            "a length and chunks",
            OK + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        Arguments.of("garbage", "garbage\r\n\r\n"),
        Arguments.of("HTTP/0.9", "<html>hello</html>"),
        Arguments.of("a request", GET),
        Arguments.of("no status", "HTTP/1.1\r\n\r\n"),
        Arguments.of("a status in letters", "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a negative status", "HTTP/1.1 -200 OK\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("HTTP/2.0", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("another protocol", "ICY 200 OK\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of(
            "an upgrade that nobody asked for",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
        Arguments.of("a header without a colon", OK + "X\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("an empty name", OK + ": x\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a name with a NUL", OK + "X\u0000: y\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a value with a NUL", OK + "X: \u0000\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a value with a bare CR", OK + "X: a\rb\r\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a line that ends in LF", OK + "X: y\nContent-Length: 0\r\n\r\n"),
        Arguments.of("a head of 40 KB", OK + "X: " + "y".repeat(40_000) + "\r\n\r\n"),
        Arguments.of("two lengths", OK + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhello"),
        Arguments.of("a list of lengths", OK + "Content-Length: 2, 3\r\n\r\nhello"),
        Arguments.of("a negative length", OK + "Content-Length: -1\r\n\r\n"),
        Arguments.of("a length with a plus", OK + "Content-Length: +2\r\n\r\nok"),
        Arguments.of("a length in letters", OK + "Content-Length: x\r\n\r\nok"),
        Arguments.of("a length of 2^64", OK + "Content-Length: 18446744073709551616\r\n\r\nok"),
        Arguments.of(
            "chunked twice",
            OK + "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        Arguments.of(
            "chunked, then identity",
            OK + "Transfer-Encoding: chunked, identity\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        Arguments.of("xchunked", OK + "Transfer-Encoding: xchunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        Arguments.of("gzip", OK + "Transfer-Encoding: gzip\r\n\r\nxx"),
        Arguments.of(
            "gzip, then chunked",
            OK + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        Arguments.of(
            "a coding of HTTP/1.0",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        Arguments.of("nothing behind a 100", "HTTP/1.1 100 Continue\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void whatTheAgentSaysIsWhatTheClientGets(
      String name, String method, String bytes, List<String> lines, String body)
      throws IOException {
    bench.agent.does((line, agent) -> {
      agent.take(line);
      line.send(bytes);
    });
    try (Line client = bench.client()) {
      String ask = method + " /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";
      Message answer = client.send(ask).answer(method);
      List<String> expected = lines.stream().map(Message::plain).toList();
      assertThat(answer.head().lines().map(Message::plain).filter(expected::contains))
          .containsExactlyElementsOf(expected);
      assertThat(answer.body()).isEqualTo(body);
      bench.subject.quiet();
      bench.agent.does(Agent::answerOk);
      assertThat(client.send(GET).answer("GET").body()).isEqualTo("ok");
    }
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        answer("a length", OK + "Content-Length: 5\r\n\r\nhello", "hello", "HTTP/1.1 200 OK"),
        answer("a length of zero", OK + "Content-Length: 0\r\n\r\n", "", "HTTP/1.1 200 OK"),
        answer(
            "chunks",
            OK + "Transfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\n\r\n",
            "hello!"),
        answer("an end with the connection", OK + "\r\nhello", "hello"),
        answer(
            "an end with the connection that it announces",
            OK + "Connection: close\r\n\r\nhello",
            "hello"),
        answer("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhello", "hello", "HTTP/1.1 200 OK"),
        answer(
            "HTTP/1.0 with a length", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello"),
        answer(
            "another reason",
            "HTTP/1.1 200 All is well\r\nContent-Length: 0\r\n\r\n",
            "",
            "HTTP/1.1 200 All is well"),
        answer("no reason", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", ""),
        answer(
            "an unknown status",
            "HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nok",
            "ok",
            "HTTP/1.1 299 Odd"),
        answer(
            "a status beyond all classes",
            "HTTP/1.1 799 Odd\r\nContent-Length: 2\r\n\r\nok",
            "ok",
            "HTTP/1.1 799 Odd"),
        answer(
            "an error of its own",
            "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nno",
            "no",
            "HTTP/1.1 503 Busy",
            "Retry-After: 7"),
        answer(
            "a redirect",
            "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
            "",
            "Location: /elsewhere"),
        answer(
            "several cookies",
            OK + "Set-Cookie: a=1\r\nX: y\r\nSet-Cookie: b=2; Path=/\r\nContent-Length: 0\r\n\r\n",
            "",
            "Set-Cookie: a=1",
            "Set-Cookie: b=2; Path=/"),
        answer(
            "a part",
            "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 1-2/9\r\nContent-Length: 2\r\n\r\nbc",
            "bc",
            "HTTP/1.1 206 Partial Content",
            "Content-Range: bytes 1-2/9"),
        answer(
            "something compressed",
            OK + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\u001f\u008b\u0008\u0000",
            "\u001f\u008b\u0008\u0000",
            "Content-Encoding: gzip"),
        answer(
            "bytes above 127 in a header",
            OK + "X-Bytes: \u00e4\u00ff\u0080\r\nContent-Length: 0\r\n\r\n",
            "",
            "X-Bytes: \u00e4\u00ff\u0080"),
        answer(
            "bytes above 127 in the reason",
            "HTTP/1.1 200 \u00e4\u00ff\r\nContent-Length: 0\r\n\r\n",
            ""),
        answer(
            "trailers",
            OK
                + "Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n",
            "ok|X-Sum: 7",
            "Trailer: X-Sum"),
        answer(
            "a 100 in front",
            "HTTP/1.1 100 Continue\r\n\r\n" + OK + "Content-Length: 2\r\n\r\nok",
            "ok",
            "HTTP/1.1 200 OK"),
        answer("a 102 in front", "HTTP/1.1 102 Processing\r\n\r\n" + Agent.OK, "ok"),
        answer(
            "several unknown interim answers in front",
            "HTTP/1.1 199 Odd\r\nX: y\r\n\r\n".repeat(3) + Agent.OK,
            "ok",
            "HTTP/1.1 200 OK"),
        answer("an empty line in front", "\r\n" + OK + "Content-Length: 2\r\n\r\nok", "ok"),
        answer("a folded line", OK + "X: a\r\n b\r\nContent-Length: 2\r\n\r\nok", "ok", "X: a b"),
        answer(
            "a space in front of a colon, which a proxy takes away",
            OK + "X : y\r\nContent-Length: 2\r\n\r\nok",
            "ok",
            "X: y"),
        Arguments.of(
            "204",
            "GET",
            "HTTP/1.1 204 No Content\r\n\r\n",
            List.of("HTTP/1.1 204 No Content"),
            ""),
        Arguments.of(
            "204 with a length",
            "GET",
            "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
            List.of("HTTP/1.1 204 No Content"),
            ""),
        Arguments.of(
            "304 with a length",
            "GET",
            "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\n",
            List.of("HTTP/1.1 304 Not Modified", "ETag: \"a\""),
            ""),
        Arguments.of(
            "HEAD with a length",
            "HEAD",
            OK + "Content-Length: 5\r\n\r\n",
            List.of(OK.strip(), "Content-Length: 5"),
            ""),
        Arguments.of(
            "HEAD with chunked",
            "HEAD",
            OK + "Transfer-Encoding: chunked\r\n\r\n",
            List.of(OK.strip()),
            ""),
        Arguments.of("HEAD without either", "HEAD", OK + "\r\n", List.of(OK.strip()), ""));
  }

  private static Arguments answer(String name, String bytes, String body, String... lines) {
    return Arguments.of(name, "GET", bytes, List.of(lines), body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close", "Connection: X-Mine\r\nX-Mine: 1", "Keep-Alive: timeout=5",
            "Proxy-Connection: close", "Proxy-Authenticate: Basic",
        "Upgrade: h2c", "Connection: upgrade\r\nUpgrade: h2c", "TE: trailers",
            "Reveille-State: evil", "reveille_agent: evil",
        "REVEILLE-Wake: evil", "Connection: Set-Cookie\r\nSet-Cookie: a=1"
      })
  void whatIsForThisHopEndsHere(String headers) throws IOException {
    bench.agent.answers(OK + headers + "\r\nContent-Length: 2\r\n\r\nok");
    Message answer = bench.ask(GET);
    assertThat(answer.head())
        .doesNotContain("evil")
        .doesNotContainIgnoringCase(headers.split("\r\n", -1)[0]);
    for (String line : headers.split("\r\n", -1)) {
      String name = line.substring(0, line.indexOf(':'));
      assertThat(answer.values(name)).as(line).doesNotContain(line.substring(name.length() + 2));
    }
    assertThat(answer.body()).isEqualTo("ok");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void whatBreaksOffIsSeenToBeBroken(String name, String bytes, boolean reset) throws IOException {
    bench.agent.does((line, agent) -> {
      agent.take(line);
      line.send(bytes);
      if (reset) {
        line.abort();
      }
    });
    try (Line client = bench.client().send(GET)) {
      String answer = client.rest();
      assertThat(answer).startsWith("HTTP/1.1 200 OK").doesNotEndWith("0\r\n\r\n");
      int body = answer.indexOf("\r\n\r\n") + 4;
      if (answer.substring(0, body).contains("Content-Length: 10")) {
        assertThat(answer.length() - body).isLessThan(10);
      }
    }
    bench.subject.quiet();
  }

  static Stream<Arguments> broken() {
    String chunked = OK + "Transfer-Encoding: chunked\r\n\r\n";
    return Stream.of(
        Arguments.of("less than its length", OK + "Content-Length: 10\r\n\r\nhello", false),
        Arguments.of(
            "less than its length, and a reset", OK + "Content-Length: 10\r\n\r\nhello", true),
        Arguments.of("no last chunk", chunked + "5\r\nhello\r\n", false),
        Arguments.of("no last chunk, and a reset", chunked + "5\r\nhello\r\n", true),
        Arguments.of("half a chunk", chunked + "a\r\nhello", false),
        Arguments.of("half a size", chunked + "5\r\nhello\r\n1", false),
        Arguments.of("half a last chunk", chunked + "5\r\nhello\r\n0\r\n", false),
        Arguments.of("half a trailer", chunked + "5\r\nhello\r\n0\r\nX-Sum: 7\r\n", false),
        Arguments.of("a size that is none", chunked + "5\r\nhello\r\nxyz\r\n0\r\n\r\n", false),
        Arguments.of("a chunk without its line end", chunked + "5\r\nhello0\r\n\r\n", false));
  }

  @Test
  void anAgentThatResetsBeforeItsHeadIsABadGateway() throws IOException {
    bench.agent.does((line, agent) -> {
      agent.take(line);
      line.abort();
    });
    assertThat(bench.ask(GET).status()).isEqualTo(502);
    assertThat(bench.agent.received()).hasSize(1);
  }

  @Test
  void earlyHintsArePassedOn() throws IOException {
    bench.agent.answers(
        "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\nConnection: X-Hop\r\nX-Hop: 1\r\n\r\n"
            + Agent.OK);
    try (Line client = bench.client().send(GET)) {
      Message hints = client.answer("GET");
      assertThat(hints.status()).isEqualTo(103);
      assertThat(hints.values("link")).containsExactly("</x>; rel=preload");
      assertThat(hints.head()).doesNotContain("X-Hop");
      assertThat(client.answer("GET").body()).isEqualTo("ok");
    }
  }

  @Test
  void earlyHintsAreNotSentToAClientOfHttp10() throws IOException {
    bench.agent.answers("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + Agent.OK);
    Message answer = bench.ask("GET /bots/lal/x HTTP/1.0\r\nHost: h\r\n\r\n");
    assertThat(answer.status()).isEqualTo(200);
  }
}

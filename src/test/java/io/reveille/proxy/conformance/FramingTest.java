package io.reveille.proxy.conformance;

import static io.reveille.proxy.conformance.Row.passes;
import static io.reveille.proxy.conformance.Row.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request ends (RFC 9112, 6 and 7): whoever two servers could see differently is refused by the first. */
class FramingTest {
  private static final String POST = "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final Bench BENCH = new Bench();

  @AfterAll
  static void close() {
    BENCH.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"lengths", "codings", "chunks"})
  void thereIsOneWayToReadItOrNone(Row row) {
    assertThat(BENCH.deviation(row)).as(row.name()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\nhello",
        "Content-Length: 10\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n"
      })
  void whatBreaksOffNeverLooksCompleteToTheAgent(String rest) throws IOException {
    BENCH.agent.received().clear();
    try (Line client = BENCH.client().send(POST + rest)) {
      client.finish();
      client.rest();
    }
    Line reset = BENCH.client().send(POST + rest);
    reset.abort();
    BENCH.subject.quiet();
    BENCH.ask("GET /bots/lal/later HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(BENCH.agent.received())
        .extracting(Message::firstLine)
        .containsExactly("GET /later HTTP/1.1");
    BENCH.agent.faults().clear();
  }

  static Stream<Row> lengths() {
    return Stream.of(
        passes("a length", "hello", length("Content-Length: 5")),
        passes("a length of zero", "", POST + "Content-Length: 0\r\n\r\n"),
        passes("no length is no body", "", POST + "\r\n"),
        passes("a length with spaces around it", "hello", length("Content-Length:  \t5\t ")),
        passes("a length with zeros in front", "hello", length("Content-Length: 0005")),
        refused("two lengths that differ", length("Content-Length: 5\r\nContent-Length: 6")),
        refused("two lengths that agree", length("Content-Length: 5\r\nContent-Length: 5")),
        refused("a list of lengths that agree", length("Content-Length: 5, 5")),
        refused("a list of lengths that differ", length("Content-Length: 5, 6")),
        refused("a list with an empty member", length("Content-Length: 5,")),
        refused("a length with a plus", length("Content-Length: +5")),
        refused("a negative length", length("Content-Length: -5")),
        refused("minus zero", length("Content-Length: -0")),
        refused("a hexadecimal length", length("Content-Length: 0x5")),
        refused("an empty length", length("Content-Length: ")),
        refused("a length in quotes", length("Content-Length: \"5\"")),
        refused("a length with a fraction", length("Content-Length: 5.0")),
        refused("a length with an exponent", length("Content-Length: 5e0")),
        refused("a length with an underscore", length("Content-Length: 5_0")),
        refused("a length with a space within", length("Content-Length: 5 0")),
        refused("a length with a letter behind", length("Content-Length: 5x")),
        refused("a length with a vertical tab", length("Content-Length: \u000b5")),
        refused("a length with a form feed", length("Content-Length: 5\u000c")),
        refused("a length with a NUL", length("Content-Length: 5\u0000")),
        refused("a length with a no-break space", length("Content-Length: \u00a05")),
        refused("a length in other digits", length("Content-Length: \u00b2")),
        refused("a length of 2^63", length("Content-Length: 9223372036854775808")),
        refused("a length of 2^64 + 5", length("Content-Length: 18446744073709551621")),
        refused("a length of hundred digits", length("Content-Length: " + "9".repeat(100))),
        refused("a good length and a bad one", length("Content-Length: 5\r\nContent-Length: x")),
        refused("a bad length and a good one", length("Content-Length: x\r\nContent-Length: 5")),
        refused("a length and a folded line", length("Content-Length: 5\r\n 0")),
        refused("a space in front of the colon", length("Content-Length : 5")),
        refused("a tab in front of the colon", length("Content-Length\t: 5")),
        refused("a space in front of the name", length(" Content-Length: 5")));
  }

  private static String length(String headers) {
    return POST + headers + "\r\n\r\nhello";
  }

  static Stream<Row> codings() {
    return Stream.of(
        passes("chunked", "hello", coded("Transfer-Encoding: chunked")),
        passes("chunked in capitals", "hello", coded("TRANSFER-ENCODING: CHUNKED")),
        passes("chunked in mixed case", "hello", coded("transfer-encoding: ChUnKeD")),
        passes("chunked with spaces around it", "hello", coded("Transfer-Encoding: \t chunked \t")),
        refused("chunked and a length", coded("Content-Length: 5\r\nTransfer-Encoding: chunked")),
        refused("a length and chunked", coded("Transfer-Encoding: chunked\r\nContent-Length: 5")),
        refused(
            "chunked and a length of zero",
            coded("Transfer-Encoding: chunked\r\nContent-Length: 0")),
        refused(
            "chunked and a length with a plus",
            coded("Transfer-Encoding: chunked\r\nContent-Length: +5")),
        refused("chunked, then identity", coded("Transfer-Encoding: chunked, identity")),
        refused("identity, then chunked", coded("Transfer-Encoding: identity, chunked")),
        refused("identity", coded("Transfer-Encoding: identity")),
        refused(
            "identity and a length", length("Transfer-Encoding: identity\r\nContent-Length: 5")),
        refused("gzip, then chunked", coded("Transfer-Encoding: gzip, chunked")),
        refused("chunked, then gzip", coded("Transfer-Encoding: chunked, gzip")),
        refused("gzip", coded("Transfer-Encoding: gzip")),
        refused("chunked twice in a list", coded("Transfer-Encoding: chunked, chunked")),
        refused("chunked twice", coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
        refused(
            "chunked, then another line",
            coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")),
        refused(
            "another line, then chunked",
            coded("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked")),
        refused(
            "chunked, then a line of nothing",
            coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: ")),
        refused("xchunked", coded("Transfer-Encoding: xchunked")),
        refused("chunkedx", coded("Transfer-Encoding: chunkedx")),
        refused(
            "xchunked and a length", length("Transfer-Encoding: xchunked\r\nContent-Length: 5")),
        refused("chunk", coded("Transfer-Encoding: chunk")),
        refused("an empty coding", coded("Transfer-Encoding: ")),
        refused("an empty coding and a length", length("Transfer-Encoding:\r\nContent-Length: 5")),
        refused("a comma behind chunked", coded("Transfer-Encoding: chunked,")),
        refused("a comma in front of chunked", coded("Transfer-Encoding: , chunked")),
        refused("chunked in quotes", coded("Transfer-Encoding: \"chunked\"")),
        refused("chunked with a parameter", coded("Transfer-Encoding: chunked;q=1")),
        refused("chunked with a vertical tab", coded("Transfer-Encoding: \u000bchunked")),
        refused("chunked with a form feed", coded("Transfer-Encoding: chunked\u000c")),
        refused("chunked with a NUL", coded("Transfer-Encoding: chunked\u0000")),
        refused("chunked with a no-break space", coded("Transfer-Encoding: \u00a0chunked")),
        refused("chunked with a bare CR", coded("Transfer-Encoding: chunked\r")),
        refused("chunked on a folded line", coded("Transfer-Encoding:\r\n chunked")),
        refused("chunked and a folded line", coded("Transfer-Encoding: chunked\r\n , identity")),
        refused(
            "a folded line with a coding, which another server could take for a header",
            length("Content-Length: 5\r\nX: y\r\n\tTransfer-Encoding: chunked")),
        refused(
            "a folded line with a length",
            coded("Transfer-Encoding: chunked\r\nX: y\r\n Content-Length: 5")),
        passes(
            "a trailer that would frame another request",
            "hello",
            POST
                + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n"),
        refused(
            "Sec-WebSocket-Key1 and -Key2, behind which old drafts had a body of 8 bytes",
            "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n"),
        refused("a space in front of the colon", coded("Transfer-Encoding : chunked")),
        refused("a tab in front of the colon", coded("Transfer-Encoding\t: chunked")),
        refused("a NUL in front of the colon", coded("Transfer-Encoding\u0000: chunked")),
        refused("a vertical tab in front of the colon", coded("Transfer-Encoding\u000b: chunked")),
        refused("a space in front of the name", coded(" Transfer-Encoding: chunked")),
        refused("a vertical tab in front of the name", coded("\u000bTransfer-Encoding: chunked")),
        refused(
            "a coding in HTTP/1.0",
            "POST /bots/lal/x HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
        refused(
            "a coding and a length in HTTP/1.0",
            "POST /bots/lal/x HTTP/1.0\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello"),
        refused(
            "a coding on a GET with a length",
            "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        passes(
            "a coding with _ is another header",
            "hello",
            length("Transfer_Encoding: chunked\r\nContent-Length: 5")),
        passes(
            "a length with _ is another header",
            "hello",
            coded("Transfer-Encoding: chunked\r\nContent_Length: 6")));
  }

  private static String coded(String headers) {
    return POST + headers + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  }

  static Stream<Row> chunks() {
    return Stream.of(
        passes("several chunks", "hello you", CHUNKED + "5\r\nhello\r\n4\r\n you\r\n0\r\n\r\n"),
        passes("no chunk", "", CHUNKED + "0\r\n\r\n"),
        passes(
            "sizes in both cases",
            "0123456789abcde0123456789",
            CHUNKED + "F\r\n0123456789abcde\r\na\r\n0123456789\r\n0\r\n\r\n"),
        passes("a size with zeros in front", "hello", CHUNKED + "0005\r\nhello\r\n0\r\n\r\n"),
        passes("zeros as the last chunk", "hello", CHUNKED + "5\r\nhello\r\n0000\r\n\r\n"),
        passes("an extension", "hello", CHUNKED + "5;a=b\r\nhello\r\n0\r\n\r\n"),
        passes("an extension in quotes", "hello", CHUNKED + "5;a=\"b c\"\r\nhello\r\n0;z\r\n\r\n"),
        refused("a negative size", CHUNKED + "-5\r\nhello\r\n0\r\n\r\n"),
        refused("a size with a plus", CHUNKED + "+5\r\nhello\r\n0\r\n\r\n"),
        refused("a size with 0x", CHUNKED + "0x5\r\nhello\r\n0\r\n\r\n"),
        refused("a size with an underscore", CHUNKED + "5_\r\nhello\r\n0\r\n\r\n"),
        refused("a size with h", CHUNKED + "5h\r\nhello\r\n0\r\n\r\n"),
        refused("a size with a space in front", CHUNKED + " 5\r\nhello\r\n0\r\n\r\n"),
        refused("a size with a space behind", CHUNKED + "5 \r\nhello\r\n0\r\n\r\n"),
        refused("a size with a space within", CHUNKED + "0 5\r\nhello\r\n0\r\n\r\n"),
        refused("a size with a tab behind", CHUNKED + "5\t\r\nhello\r\n0\r\n\r\n"),
        refused("a size with a NUL", CHUNKED + "5\u0000\r\nhello\r\n0\r\n\r\n"),
        refused("a size with a no-break space", CHUNKED + "5\u00a0\r\nhello\r\n0\r\n\r\n"),
        refused("a size with a comma", CHUNKED + "5,5\r\nhello\r\n0\r\n\r\n"),
        refused("no size", CHUNKED + "\r\nhello\r\n0\r\n\r\n"),
        refused("an extension without a size", CHUNKED + ";a=b\r\nhello\r\n0\r\n\r\n"),
        refused("a size of 2^31", CHUNKED + "80000000\r\nhello\r\n0\r\n\r\n"),
        refused("a size of 2^32 + 5", CHUNKED + "100000005\r\nhello\r\n0\r\n\r\n"),
        refused("a size of 2^64 + 5", CHUNKED + "10000000000000005\r\nhello\r\n0\r\n\r\n"),
        refused("a size of hundred digits", CHUNKED + "f".repeat(100) + "\r\nhello\r\n0\r\n\r\n"),
        refused("a chunk that ends too early", CHUNKED + "6\r\nhello\r\n0\r\n\r\n"),
        refused("a chunk that ends too late", CHUNKED + "4\r\nhello\r\n0\r\n\r\n"),
        refused("a chunk without its line end", CHUNKED + "5\r\nhello0\r\n\r\n"),
        refused("a chunk that ends in LF", CHUNKED + "5\r\nhello\n0\r\n\r\n"),
        refused("a chunk that ends in CR", CHUNKED + "5\r\nhello\r0\r\n\r\n"),
        refused("a chunk that ends in two other bytes", CHUNKED + "5\r\nhelloxx0\r\n\r\n"),
        refused("a size line that ends in LF", CHUNKED + "5\nhello\r\n0\r\n\r\n"),
        refused("a size line that ends in CR", CHUNKED + "5\rhello\r\n0\r\n\r\n"),
        refused("a last chunk that ends in LF", CHUNKED + "5\r\nhello\r\n0\n\r\n"),
        refused("an LF in an extension", CHUNKED + "5;a\nhello\r\n0\r\n\r\n"),
        refused("a bare CR in an extension", CHUNKED + "5;a\rb\r\nhello\r\n0\r\n\r\n"),
        refused("a NUL in an extension", CHUNKED + "5;a\u0000\r\nhello\r\n0\r\n\r\n"),
        refused(
            "an extension of 20 KB",
            CHUNKED + "5;" + "a".repeat(20_000) + "\r\nhello\r\n0\r\n\r\n"),
        refused("a size of 20 KB", CHUNKED + "0".repeat(20_000) + "5\r\nhello\r\n0\r\n\r\n"),
        refused("a trailer without a colon", CHUNKED + "5\r\nhello\r\n0\r\nX\r\n\r\n"),
        refused(
            "a trailer with a space in front of its colon",
            CHUNKED + "5\r\nhello\r\n0\r\nX : y\r\n\r\n"),
        passes(
            "a trailer on a folded line",
            "hello",
            CHUNKED + "5\r\nhello\r\n0\r\nX: y\r\n z\r\n\r\n"),
        refused("a trailer that ends in LF", CHUNKED + "5\r\nhello\r\n0\r\nX: y\n\r\n"),
        refused("a trailer with a NUL", CHUNKED + "5\r\nhello\r\n0\r\nX: \u0000\r\n\r\n"),
        refused(
            "trailers of 40 KB",
            CHUNKED + "5\r\nhello\r\n0\r\nX: " + "y".repeat(40_000) + "\r\n\r\n"));
  }
}

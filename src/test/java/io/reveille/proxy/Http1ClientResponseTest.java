package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of HTTP/1.1, as a client sees them. */
class Http1ClientResponseTest {
  @AutoClose
  private final FrontRig rig = new FrontRig();

  @Test
  void aBodyThatIsAtHandGoesOutWithItsLengthInOnePiece() {
    asked("GET", "1.1").end("hello");
    assertThat(rig.channel.outboundMessages()).hasSize(1);
    assertThat(rig.got()).isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
  }

  @Test
  void soDoesALargeOne() {
    String body = "x".repeat(100_000);
    asked("GET", "1.1").end(body);
    assertThat(rig.got()).isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n" + body);
  }

  @Test
  void aLengthThatIsKnownStays() {
    ClientResponse response = asked("GET", "1.1").putHeader("Content-Length", "4");
    response.write("12");
    response.end("34");
    assertThat(rig.got()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n1234");
    assertThat(response.bytesWritten()).isEqualTo(4);
  }

  @Test
  void aLengthThatIsNotKnownMakesChunks() {
    ClientResponse response = asked("GET", "1.1");
    response.writeHead();
    assertThat(rig.got()).isEqualTo("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    response.write("twelve bytes");
    response.write("");
    assertThat(rig.got()).isEqualTo("c\r\ntwelve bytes\r\n");
    response.trailers().add("Sum", "12");
    response.end();
    assertThat(rig.got()).isEqualTo("0\r\nSum: 12\r\n\r\n");
  }

  @Test
  void theFirstPieceBringsTheHeadAndTheLastTheEnd() {
    ClientResponse response = asked("GET", "1.1");
    response.write("1");
    response.end("2");
    String sent = rig.got();
    assertThat(sent).startsWith("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    assertThat(sent).endsWith("\r\n\r\n1\r\n1\r\n1\r\n2\r\n0\r\n\r\n");
  }

  @Test
  void whoeverKnowsNoChunksLearnsTheEndFromTheConnection() {
    ClientResponse response = asked("GET", "1.0", "Connection: keep-alive");
    response.write("1");
    response.end("2");
    assertThat(rig.got()).isEqualTo("HTTP/1.0 200 OK\r\nconnection: close\r\n\r\n12");
    assertThat(rig.channel.isActive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void whatHasNoBodyGetsNone(int status) {
    ClientResponse response = asked("GET", "1.1").setStatus(status);
    response.end("this would be taken for the next answer");
    assertThat(rig.got())
        .startsWith("HTTP/1.1 " + status + " ")
        .endsWith("\r\n\r\n")
        .doesNotContain("ength")
        .doesNotContain("chunked");
  }

  @Test
  void theAnswerToHeadSaysHowLongItWouldBe() {
    asked("HEAD", "1.1").putHeader("Content-Length", "7").end("1234567");
    assertThat(rig.got()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
  }

  @Test
  void whatAnAgentSendsWithAnAnswerThatShouldHaveNothingIsFramedAllTheSame() {
    asked("GET", "1.1").setStatus(205).end("x");
    assertThat(rig.got()).isEqualTo("HTTP/1.1 205 Reset Content\r\ncontent-length: 1\r\n\r\nx");
  }

  @Test
  void itsWordsAreThoseOfTheAgent() {
    asked("GET", "1.1").setStatus(299).setReason("Quite fine").end();
    assertThat(rig.got()).startsWith("HTTP/1.1 299 Quite fine\r\n");
  }

  @Test
  void whatCouldBeReadAsMoreThanItIsIsNotSent() {
    ClientResponse response = asked("GET", "1.1");
    assertThatThrownBy(() -> response.putHeader("A", "b\r\nC: d"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> response.putHeader("A b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> response.setReason("Fine\r\nA: b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> response.hint(MultiMap.caseInsensitiveMultiMap().add("A", "b\nC: d")))
        .isInstanceOf(IllegalArgumentException.class);
    response.end();
    assertThat(rig.got()).isEqualTo("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
  }

  @Test
  void whatComesInFrontOfItDoesNotBeginIt() {
    ClientResponse response = asked("GET", "1.1");
    response.writeContinue();
    response.hint(MultiMap.caseInsensitiveMultiMap().add("Link", "</x>"));
    assertThat(response.headWritten()).isFalse();
    assertThat(rig.got())
        .isEqualTo("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
    response.end();
    assertThat(rig.got()).startsWith("HTTP/1.1 200 OK\r\n");
  }

  @Test
  void behindItsEndNothingIsSent() {
    ClientResponse response = asked("GET", "1.1");
    response.end("all");
    rig.got();
    assertThatThrownBy(() -> response.write("more")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(response::end).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> response.end("more")).isInstanceOf(IllegalStateException.class);
    assertThat(rig.got()).isEmpty();
  }

  @Test
  void aCutAnswerNeverLooksWhole() {
    ClientResponse response = asked("GET", "1.1");
    response.write("half");
    response.cut();
    assertThat(rig.got()).doesNotContain("0\r\n\r\n");
    assertThat(rig.channel.isActive()).isFalse();
  }

  @Test
  void itTellsWhenThereIsRoomAgain() {
    ClientResponse response = asked("GET", "1.1");
    response.setWriteQueueMaxSize(4);
    List<String> told = new ArrayList<>();
    response.drainHandler(room -> told.add("room"));
    assertThat(response.writeQueueFull()).isFalse();
    rig.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    assertThat(response.writeQueueFull()).isTrue();
    rig.channel.runPendingTasks();
    assertThat(told).isEmpty();
    rig.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    rig.channel.runPendingTasks();
    assertThat(told).containsExactly("room");
  }

  @Test
  void itsEndIsToldBeforeTheNextRequestIsServed() {
    rig.says("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n");
    rig.last().response().whenEnded(() -> rig.told.add("/a ended"));
    rig.last().response().end(Buffer.buffer("x"));
    rig.got();
    assertThat(rig.told).containsExactly("/a", "/a ended", "/b");
  }

  private ClientResponse asked(String method, String version, String... headers) {
    String more = String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n");
    rig.says(method + " /a HTTP/" + version + "\r\nHost: h\r\n" + more + "\r\n");
    return rig.last().response();
  }
}

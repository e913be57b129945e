package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One client's requests, one after the other, and how their connection ends. */
class Http1FrontTest {
  private static final String A = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String B = "GET /b HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String WEBSOCKET = """
      GET /socket HTTP/1.1\r
      Host: h\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: x\r
      \r
      """;

  @AutoClose
  private final FrontRig rig = new FrontRig();

  @Test
  void whatHasNoBodyHasEndedWhenItComes() {
    rig.says(A);
    assertThat(rig.last().isEnded()).isTrue();
    assertThat(rig.told).containsExactly("/a");
  }

  @Test
  void aBodyComesAsItIsSent() {
    rig.says("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n12");
    assertThat(rig.last().isEnded()).isFalse();
    rig.says("34");
    assertThat(rig.told).containsExactly("/a", "/a 12", "/a 34", "/a end");
    assertThat(rig.last().isEnded()).isTrue();
  }

  @Test
  void requestsThatComeAtOnceAreServedOneAfterTheOther() {
    rig.says(A + B);
    assertThat(rig.told).containsExactly("/a");
    assertThat(rig.channel.config().isAutoRead()).isFalse();

    rig.last().response().end("one");
    assertThat(rig.got()).endsWith("\r\n\r\none");
    assertThat(rig.told).containsExactly("/a", "/b");
    assertThat(rig.channel.config().isAutoRead()).isTrue();

    rig.last().response().end("two");
    assertThat(rig.got()).endsWith("\r\n\r\ntwo");
    assertThat(rig.channel.isActive()).isTrue();
  }

  @Test
  void noRequestOvertakesOneThatIsToBeServedNext() {
    rig.says(A + B).last().response().end("one");
    rig.says("GET /c HTTP/1.1\r\nHost: h\r\n\r\n");
    assertThat(rig.told).containsExactly("/a", "/b");

    rig.last().response().end("two");
    assertThat(rig.got()).endsWith("two");
    assertThat(rig.told).containsExactly("/a", "/b", "/c");
  }

  @Test
  void aRequestWaitsForTheRestOfTheBodyInFrontOfIt() {
    rig.says("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n12");
    rig.last().response().end();
    rig.says("3");
    assertThat(rig.told).doesNotContain("/b");
    rig.says("4" + B);
    rig.got();
    assertThat(rig.told).containsExactly("/a", "/a 12", "/a 3", "/a 4", "/a end", "/b");
  }

  @Test
  void aBodyThatNobodyWantsYetStopsAllThatIsBehindIt() {
    rig.says(A);
    rig.says("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n");
    rig.requests.get(0).response().end();
    rig.got();
    rig.last().pause();
    rig.says("12");
    assertThat(rig.told).containsExactly("/a", "/b");
    assertThat(rig.channel.config().isAutoRead()).isFalse();
    rig.last().resume();
    assertThat(rig.told).containsExactly("/a", "/b", "/b 12");
    assertThat(rig.channel.config().isAutoRead()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2, true", "4, false"})
  void aBodyThatNobodyWantsYetStopsTheConnectionOnlyIfThereIsMoreOfIt(int length, boolean goesOn) {
    rig.whenAsked = ClientRequest::pause;
    rig.says(A + "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n12");
    rig.last().response().end();
    rig.got();
    assertThat(rig.told).containsExactly("/a", "/b");
    assertThat(rig.channel.config().isAutoRead()).isEqualTo(goesOn);
  }

  @Test
  void whoeverAsksForAWebSocketIsLeftToVertxWithAllThatFollows() {
    rig.says(WEBSOCKET + "frames");
    assertThat(rig.requests).isEmpty();
    assertThat(rig.passed.get(0)).isInstanceOf(HttpRequest.class);
    assertThat(rig.passed).hasSizeGreaterThan(1);
    assertThat(rig.channel.pipeline().get(Http1Front.class)).isNull();
  }

  @Test
  void aWebSocketWaitsForTheAnswersInFrontOfIt() {
    rig.says(A + WEBSOCKET);
    assertThat(rig.passed).isEmpty();
    rig.last().response().end();
    rig.got();
    assertThat(rig.passed).isNotEmpty();
    assertThat(rig.channel.config().isAutoRead()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, Connection: close, false",
    "1.1, 'Connection: x, close', false",
    "1.1, Connection: keep-alive, true",
    "1.0, X: y, false",
    "1.0, Connection: keep-alive, true",
  })
  void theConnectionEndsBehindTheAnswerUnlessBothSidesGoOn(
      String version, String header, boolean stays) {
    rig.says("GET /a HTTP/" + version + "\r\nHost: h\r\n" + header + "\r\n\r\n");
    rig.last().response().end("x");
    assertThat(rig.got()).startsWith("HTTP/" + version + " 200 OK\r\n").endsWith("x");
    assertThat(rig.channel.isActive()).isEqualTo(stays);
  }

  @Test
  void nothingIsServedBehindAnAnswerThatIsTheLast() {
    rig.says(A + B);
    rig.last().response().putHeader("Connection", "close").end("last");
    assertThat(rig.got()).contains("connection: close\r\n").endsWith("last");
    assertThat(rig.told).containsExactly("/a");
    assertThat(rig.channel.isActive()).isFalse();
  }

  @Test
  void nothingThatWaitsIsServedWhileTheLastAnswerIsStillOnItsWay() {
    rig.says(A + B + "GET /c HTTP/1.1\r\nHost: h\r\n\r\n");
    rig.stuck = true;
    rig.whenAsked =
        request -> request.response().putHeader("Connection", "close").end("last");
    rig.last().response().end("one");
    rig.got();
    assertThat(rig.told).containsExactly("/a", "/b");
  }

  @Test
  void nothingIsServedWhileTheLastAnswerIsStillOnItsWay() {
    rig.stuck = true;
    rig.says(A).last().response().putHeader("Connection", "close").end("last");
    rig.says(B);
    assertThat(rig.told).containsExactly("/a");
    assertThat(rig.channel.isActive()).isTrue();

    rig.stuck = false;
    rig.channel.flush();
    assertThat(rig.got()).endsWith("last");
    assertThat(rig.channel.isActive()).isFalse();
  }

  @Test
  void theLastAnswerWaitsForTheBodyThatIsStillComing() {
    rig.says("POST /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\n1");
    rig.last().response().end();
    rig.got();
    assertThat(rig.channel.isActive()).isTrue();
    rig.says("2");
    rig.got();
    assertThat(rig.channel.isActive()).isFalse();
  }

  @Test
  void whatIsNoRequestIsAnsweredInItsTurnAndIsTheLast() {
    rig.says(A + "GET / /b HTTP/1.1\r\n\r\n" + B);
    assertThat(rig.told).containsExactly("/a");
    rig.last().response().end("one");
    assertThat(rig.got()).contains("one").contains("HTTP/1.1 400 ").contains("connection: close");
    assertThat(rig.requests).hasSize(1);
  }

  @Test
  void whoeverWaitsForABodyIsToldThatItIsNone() {
    rig.says(
        "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n-1\r\n" + B);
    assertThat(rig.told)
        .containsExactly(
            "/a", "/a x", "/a broke: The chunks of its body break RFC 9112.", "/a gone");
    assertThat(rig.got()).isEmpty();
  }

  @Test
  void aBodyThatIsNoneEndsTheConnectionAlsoBehindItsAnswer() {
    rig.says("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    rig.last().response().end("early");
    rig.says("-1\r\n" + B);
    assertThat(rig.got()).endsWith("early");
    assertThat(rig.channel.isActive()).isFalse();
    assertThat(rig.told).doesNotContain("/b");
    assertThat(rig.passed).isEmpty();
  }

  @Test
  void aClientThatGoesIsMissedByWhoeverAnswersIt() {
    rig.says("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n12" + "34" + B);
    rig.goesAway();
    rig.got();
    assertThat(rig.told).containsExactly("/a", "/a 1234", "/a end", "/a gone");
  }

  @Test
  void halfABodyNeverLooksWhole() {
    rig.says("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n12");
    rig.goesAway();
    rig.got();
    assertThat(rig.told).containsExactly("/a", "/a 12", "/a broke: The client has gone", "/a gone");
  }

  @Test
  void aClientThatHasItsAnswerIsNotMissed() {
    rig.says(A);
    rig.last().response().end();
    rig.goesAway();
    rig.got();
    assertThat(rig.told).containsExactly("/a");
  }

  @Test
  void whoeverIsNotThereAnyMoreGetsNothing() {
    rig.says(A);
    rig.goesAway();
    rig.got();
    assertThat(rig.last().response().end("late").succeeded()).isFalse();
  }
}

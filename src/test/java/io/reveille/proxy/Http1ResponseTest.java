package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the body of an agent's answer flows, and ends. */
class Http1ResponseTest {
  @AutoClose
  private final LineRig rig = new LineRig();

  @Test
  void whatNobodyWantsYetStaysInTheSocket() {
    rig.ask(HttpMethod.GET);
    rig.says("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1");
    rig.answers.get(0).pause();
    assertThat(rig.channel.config().isAutoRead()).isFalse();

    rig.says("2");
    rig.says("34");
    assertThat(rig.told).containsExactly("200 OK", "1");

    rig.answers.get(0).fetch(1);
    assertThat(rig.told).containsExactly("200 OK", "1", "2");
    assertThat(rig.channel.config().isAutoRead()).isFalse();

    rig.answers.get(0).resume();
    assertThat(rig.told).containsExactly("200 OK", "1", "2", "34");
    assertThat(rig.channel.config().isAutoRead()).isTrue();
  }

  @Test
  void behindItsEndAConnectionIsReadThoughNobodyWantsTheRestYet() {
    rig.ask(HttpMethod.GET);
    rig.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1");
    rig.answers.get(0).pause();

    rig.says("2");
    assertThat(rig.told).containsExactly("200 OK", "1");
    assertThat(rig.channel.config().isAutoRead()).isTrue(); // so that its end is heard

    rig.answers.get(0).resume();
    assertThat(rig.told).containsExactly("200 OK", "1", "2", "end");
  }

  @Test
  void whoeverWantsOnePieceAtATimeDoesNotGetTheRestIntoMemory() {
    rig.ask(HttpMethod.GET);
    rig.says("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
    rig.answers.get(0).pause();
    rig.answers.get(0).fetch(1);
    assertThat(rig.channel.config().isAutoRead()).isTrue();

    rig.says("1");

    assertThat(rig.told).containsExactly("200 OK", "1");
    assertThat(rig.channel.config().isAutoRead()).isFalse();
  }

  @Test
  void whoeverStopsInTheMidstOfWhatWaitedStops() {
    rig.ask(HttpMethod.GET);
    rig.says("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
    AgentResponse answer = rig.answers.get(0);
    answer.pause();
    rig.says("1");
    rig.says("23");
    answer.handler(piece -> {
      rig.told.add(piece.toString());
      answer.pause();
    });

    answer.resume();
    assertThat(rig.told).containsExactly("200 OK", "1");
    answer.resume();
    assertThat(rig.told).containsExactly("200 OK", "1", "23");
    answer.resume();
    assertThat(rig.told).containsExactly("200 OK", "1", "23", "end");
  }

  @ParameterizedTest
  @CsvSource({"'Content-Length: 9', broken", "'Connection: close', end"})
  void theEndOfItsConnectionIsTheEndOfAnAnswerThatSaidNoOther(String header, String told) {
    rig.ask(HttpMethod.GET);
    rig.says("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\nhalf");

    rig.endConnection();

    assertThat(rig.told).containsExactly("200 OK", "half", told);
  }

  @Test
  void chunksThatAreNoneBreakTheAnswer() {
    rig.ask(HttpMethod.GET);

    rig.says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nxyz\r\n");

    assertThat(rig.told).containsExactly("200 OK", "ok", "broken");
  }
}

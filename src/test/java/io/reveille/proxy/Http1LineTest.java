package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.reveille.testing.Eventually;
import io.vertx.core.http.HttpMethod;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One exchange after the other on a connection to an agent: which answer is whose, and who is told of what. */
class Http1LineTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  @AutoClose
  private final LineRig rig = new LineRig();

  @Test
  void anAnswerIsToldInTheOrderInWhichItComes() {
    rig.ask(HttpMethod.GET);

    rig.says("HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
    rig.says("1\r\n!\r\n0\r\nX-Sum: 3\r\n\r\n");

    assertThat(rig.told).containsExactly("200 Fine", "ok", "!", "end");
    assertThat(rig.answers.get(0).trailers().get("X-Sum")).isEqualTo("3");
  }

  @Test
  void interimAnswersAreNotTheAnswer() {
    rig.ask(HttpMethod.GET);

    rig.says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK);

    assertThat(rig.told).containsExactly("hint </a>", "200 OK", "ok", "end");
  }

  @Test
  void theAnswerToHeadEndsWithItsHead() {
    rig.ask(HttpMethod.HEAD);
    rig.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    rig.ask(HttpMethod.GET);
    rig.says(OK);

    assertThat(rig.told).containsExactly("200 OK", "end", "200 OK", "ok", "end");
  }

  @Test
  void aConnectionThatEndsBeforeTheAnswerIsToldOnce() {
    rig.ask(HttpMethod.GET);

    rig.endConnection();

    assertThat(rig.told).containsExactly("no answer: Connection was closed");
  }

  @ParameterizedTest
  @CsvSource({
    "no HTTP\\r\\n\\r\\n",
    "HTTP/1.2 200 OK\\r\\n\\r\\n",
    "HTTP/1.1 200 OK\\r\\na\\0b: c\\r\\n\\r\\n",
    "HTTP/1.1 200 OK\\r\\na(b: c\\r\\n\\r\\n",
    "HTTP/1.1 200 OK\\r\\n: c\\r\\n\\r\\n"
  })
  void whatIsNoAnswerIsToldAsAFault(String text) {
    rig.ask(HttpMethod.GET);

    rig.says(text.translateEscapes());

    assertThat(rig.told).hasSize(1);
    assertThat(rig.told.get(0)).startsWith("no answer: ");
  }

  @Test
  void anAnswerThatNobodyAskedForEndsTheConnection() {
    rig.ask(HttpMethod.GET);

    rig.says(OK);
    rig.says(OK);

    assertThat(rig.told).containsExactly("200 OK", "ok", "end");
    assertThat(rig.channel.isOpen()).isFalse();
  }

  /** A thousand idle connections would each hold the objects of an exchange, for the collector to look at. */
  @Test
  void nothingOfAnExchangeIsKeptBehindIt() {
    WeakReference<Http1Request> asked = new WeakReference<>(rig.ask(HttpMethod.GET));
    rig.says(OK);
    rig.answers.clear();

    Eventually.holds("it is gone", Duration.ofSeconds(10), () -> {
      System.gc();
      return asked.get() == null;
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRequestOnAConnectionThatHasEndedIsNotAnswered(boolean quietly) {
    rig.endConnection();
    Http1Request request = rig.request(HttpMethod.GET);
    request.exceptionHandler(fault -> rig.told.add("no answer"));
    if (quietly) {
      request.quietly();
    }

    request.end();
    rig.channel.runPendingTasks();

    assertThat(rig.told).containsExactly("no answer");
  }

  @Test
  void beforeAnythingIsAskedAllIsForVertx() {
    rig.channel.writeOutbound(new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1, io.netty.handler.codec.http.HttpMethod.GET, "/"));
    rig.says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");

    assertThat(rig.passed).isNotEmpty();
    assertThat(rig.channel.isOpen()).isTrue();
  }

  @Test
  void afterwardsNothingIs() {
    rig.ask(HttpMethod.GET);

    rig.says(OK);

    assertThat(rig.passed).isEmpty();
  }
}

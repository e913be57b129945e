package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients of Go give up after five interim answers, and one of them may be the 100 that they asked for. */
class StillThereTest {
  private static final int LONG = 3_600;
  private static final int LARGE = 4_096;
  private final EmbeddedChannel connection = new EmbeddedChannel();

  StillThereTest() {
    connection.freezeTime();
    connection.pipeline().addLast(new RequestDecoder(new HttpServerOptions()));
    StillThere.of(connection).begin();
  }

  @AfterEach
  void close() {
    connection.finishAndReleaseAll();
  }

  @Test
  void theClientOfALargeBodyIsAskedFourTimesHoweverLongItIsHeld() {
    hold(true);
    assertThat(questionsWithin(LONG)).isEqualTo(4);
  }

  @Test
  void theTimeBetweenQuestionsDoubles() {
    hold(true);
    assertThat(questionsWithin(2)).isEqualTo(1);
    assertThat(questionsWithin(2)).isEqualTo(1);
    assertThat(questionsWithin(2)).isZero();
    assertThat(questionsWithin(2)).isEqualTo(1);
    assertThat(questionsWithin(6)).isZero();
    assertThat(questionsWithin(2)).isEqualTo(1);
  }

  @Test
  void whoeverAsksTheQuestionsOfOneRequestAreCountedTogether() {
    hold(true);
    assertThat(questionsWithin(LONG)).isEqualTo(4);
    hold(true);
    assertThat(questionsWithin(LONG)).isZero();
    StillThere.of(connection).begin();
    hold(true);
    assertThat(questionsWithin(LONG)).as("the next request").isEqualTo(4);
  }

  @Test
  void aClientOfHttp10IsNeverAsked() {
    hold(false);
    assertThat(questionsWithin(LONG)).isZero();
  }

  private void hold(boolean mayAsk) {
    if (connection.pipeline().get(HeldBody.class) != null) {
      connection.pipeline().remove(HeldBody.class);
    }
    connection.pipeline().addLast(new HeldBody(mayAsk));
    connection.writeInbound(new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[LARGE])));
  }

  private int questionsWithin(int seconds) {
    int questions = 0;
    for (int half = 0; half < 2 * seconds; half++) {
      connection.advanceTimeBy(500, TimeUnit.MILLISECONDS);
      connection.runScheduledPendingTasks();
      questions += questions();
    }
    return questions;
  }

  private int questions() {
    int questions = 0;
    ByteBuf said = connection.readOutbound();
    while (said != null) {
      assertThat(said.toString(StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      said.release();
      questions++;
      said = connection.readOutbound();
    }
    return questions;
  }
}

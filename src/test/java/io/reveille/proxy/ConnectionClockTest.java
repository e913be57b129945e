package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.embedded.EmbeddedChannel;
import io.reveille.config.GatewayConfig.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionClockTest {
  private static final int HEAD = 10;
  private static final int QUIET = 60;
  private Proxy settings = settings(HEAD, QUIET);
  private final ConnectionClock clock = new ConnectionClock(() -> settings);
  private final EmbeddedChannel connection = connection();

  @AfterEach
  void close() {
    connection.finishAndReleaseAll();
  }

  @Test
  void aClientThatSaysNothingIsToldAndClosed() {
    pass(HEAD - 1);
    assertThat(connection.isOpen()).isTrue();
    pass(1);
    assertThat(said()).startsWith("HTTP/1.1 408 ");
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void aHeadThatTricklesIsNotWaitedForLonger() {
    for (int second = 0; second < HEAD; second++) {
      assertThat(connection.isOpen()).isTrue();
      bytesCome();
      pass(1);
    }
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void aRequestUnderWayHasAllTheTimeItNeeds() {
    clock.begun();
    pass(100 * QUIET);
    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void anUnusedConnectionIsClosedWithoutAWord() {
    clock.begun();
    clock.ended();
    pass(QUIET - 1);
    assertThat(connection.isOpen()).isTrue();
    pass(1);
    assertThat(connection.isOpen()).isFalse();
    assertThat(said()).isEmpty();
  }

  @Test
  void aSecondHeadMustNotTrickleEither() {
    clock.begun();
    clock.ended();
    pass(HEAD / 2);
    bytesCome();
    pass(HEAD - 1);
    bytesCome();
    assertThat(connection.isOpen()).isTrue();
    pass(1);
    assertThat(connection.isOpen()).isFalse();
    assertThat(said()).isEmpty();
  }

  @Test
  void aConnectionIsQuietOnlyWhenTheLastOfItsRequestsHasEnded() {
    clock.begun();
    clock.begun();
    clock.ended();
    pass(2 * QUIET);
    assertThat(connection.isOpen()).isTrue();
    clock.ended();
    pass(QUIET);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void anAnswerThatIsNotSentYetKeepsItsConnection() {
    clock.begun();
    connection
        .write(Unpooled.copiedBuffer("the end of it", StandardCharsets.US_ASCII))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    clock.ended();
    pass(2 * QUIET);
    assertThat(connection.isOpen()).isTrue();
    connection.flush();
    pass(2 * QUIET);
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void whatIsSwitchedOffAndOnAgainHolds() {
    settings = settings(0, 0);
    pass(2 * QUIET);
    assertThat(connection.isOpen()).isTrue();
    settings = settings(HEAD, QUIET);
    pass(QUIET);
    assertThat(connection.isOpen()).isFalse();
  }

  private EmbeddedChannel connection() {
    EmbeddedChannel made = new EmbeddedChannel();
    made.freezeTime();
    made.pipeline().addLast(clock);
    return made;
  }

  private void bytesCome() {
    connection.writeInbound(Unpooled.copiedBuffer("X", StandardCharsets.US_ASCII));
    Optional.ofNullable(connection.<ByteBuf>readInbound()).ifPresent(ByteBuf::release);
  }

  private void pass(int seconds) {
    connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
    connection.runScheduledPendingTasks();
    connection.runPendingTasks();
  }

  private String said() {
    return Optional.ofNullable(connection.<ByteBuf>readOutbound())
        .map(bytes -> {
          String text = bytes.toString(StandardCharsets.US_ASCII);
          bytes.release();
          return text;
        })
        .orElse("");
  }

  private static Proxy settings(int headSeconds, int quietSeconds) {
    return new Proxy(
        Duration.ofSeconds(2),
        Duration.ofMinutes(10),
        Duration.ofSeconds(quietSeconds),
        32_768,
        8_192,
        Duration.ofSeconds(headSeconds),
        Duration.ofSeconds(25));
  }
}

package io.reveille.proxy;

import static io.reveille.proxy.WebSocketFrames.BINARY;
import static io.reveille.proxy.WebSocketFrames.PING;
import static io.reveille.proxy.WebSocketFrames.PONG;
import static io.reveille.proxy.WebSocketFrames.TEXT;
import static io.reveille.proxy.WebSocketFrames.bytes;
import static io.reveille.proxy.WebSocketFrames.close;
import static io.reveille.proxy.WebSocketFrames.joined;
import static io.reveille.proxy.WebSocketFrames.masked;
import static io.reveille.proxy.WebSocketFrames.ping;
import static io.reveille.proxy.WebSocketFrames.plain;
import static io.reveille.proxy.WebSocketFrames.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FramesTest {
  private final Frames frames = new Frames();

  static Stream<byte[]> wholeFrames() {
    return Stream.of(
        text(""),
        text("hello"),
        plain(true, BINARY, new byte[125]),
        plain(true, BINARY, new byte[126]),
        masked(true, BINARY, new byte[65_535]),
        masked(false, TEXT, new byte[65_536]),
        plain(true, PING, new byte[0]),
        plain(true, PONG, new byte[125]),
        close(1000, "bye"));
  }

  @ParameterizedTest
  @MethodSource("wholeFrames")
  void aFrameEndsWhereItsLengthSaysWhereverItIsCut(byte[] frame) {
    for (int cut = 1; cut < frame.length; cut += 1 + cut / 16) {
      Frames whole = new Frames();
      whole.follow(Buffer.buffer(Arrays.copyOf(frame, cut)));
      assertThat(whole.midFrame()).as("after %d of %d", cut, frame.length).isTrue();
      whole.follow(Buffer.buffer(Arrays.copyOfRange(frame, cut, frame.length)));
      assertThat(whole.midFrame()).isFalse();
    }
  }

  @Test
  void pingsAndPongsMoveNothingAndEverythingElseDoes() {
    assertThat(frames.follow(Buffer.buffer(ping("1")))).isFalse();
    assertThat(frames.follow(Buffer.buffer(plain(true, PONG, bytes("1"))))).isFalse();
    assertThat(frames.follow(Buffer.buffer(joined(ping("2"), text("a"), ping("3")))))
        .isTrue();
    assertThat(frames.pings()).isEqualTo(3);
    assertThat(frames.pongs()).isEqualTo(1);
    assertThat(frames.follow(Buffer.buffer(close(1000, "")))).isTrue();
    assertThat(frames.closed()).isTrue();
  }

  @Test
  void theRestOfAMessageIsNotTakenForAPing() {
    byte[] frame = masked(true, BINARY, joined(ping("1"), ping("2")));
    frames.follow(Buffer.buffer(Arrays.copyOf(frame, 6)));
    assertThat(frames.follow(Buffer.buffer(Arrays.copyOfRange(frame, 6, frame.length))))
        .isTrue();
    assertThat(frames.pings()).isZero();
  }

  @Test
  void aLengthBeyondAllMeasureNeverEndsAndBreaksNothing() {
    byte[] absurd = {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1};
    frames.follow(Buffer.buffer(absurd));
    frames.follow(Buffer.buffer(text("hello")));
    assertThat(frames.midFrame()).isTrue();
  }

  @Test
  void aReasonThatIsTooLongForAFrameIsCut() {
    Buffer close = ControlFrame.close(1013, "ä".repeat(200));
    frames.follow(close);
    assertThat(close.length()).isLessThanOrEqualTo(127);
    assertThat(frames.closed()).isTrue();
    assertThat(frames.midFrame()).isFalse();
  }

  @Test
  void whatBreaksTheRulesForAControlFrameIsNone() {
    byte[] tooLong = masked(true, PING, new byte[126]);
    byte[] inPieces = masked(false, PING, bytes("x"));
    byte[] unmasked = plain(true, PING, bytes("x"));
    assertThat(ControlFrame.beginsIn(Buffer.buffer(tooLong))).isFalse();
    assertThat(ControlFrame.beginsIn(Buffer.buffer(inPieces))).isFalse();
    assertThat(ControlFrame.beginsIn(Buffer.buffer(unmasked))).isFalse();
    assertThat(ControlFrame.beginsIn(Buffer.buffer(ping("x")).slice(0, 1))).isTrue();
  }
}

package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that cost their sender less than Reveille: each kind comes to an end, and takes nothing with it. */
class Http2FloodsTest {
  private static final int ACK = 1;
  private static final int PRIORITY_FRAME = 2;
  private static final int PING_LENGTH = 8;
  private static final int SMALL = 4_096;
  private static final Duration HEAD = Duration.ofMillis(300);
  private final World world = new World();
  private final Wire wire = world.client();
  private final Http2Wire client = new Http2Wire(wire);

  @AfterEach
  void close() {
    client.close();
    world.close();
  }

  @Test
  void rapidResetsEndTheConnection() {
    world.asleep(State.PAUSED);
    byte[] head = Http2Wire.head("GET", "/bots/lal/x");
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    for (int stream = 1; stream < 1_000; stream += 2) {
      flood.writeBytes(Http2Wire.encoded(Http2Wire.HEADERS, 5, stream, head));
      flood.writeBytes(
          Http2Wire.encoded(Http2Wire.RESET, 0, stream, Http2Wire.number(Http2Wire.CANCEL)));
    }
    client.bytes(flood.toByteArray());
    client.until(frame -> frame.type() == Http2Wire.GOAWAY);
    world.eventually(() -> world.connections.open() == 0 && world.gate().held() == 0);
  }

  /** MadeYouReset: the client breaks the rules so that the server resets. */
  @Test
  void resetsThatTheClientProvokesEndTheConnectionToo() {
    world.asleep(State.PAUSED);
    ByteArrayOutputStream flood = new ByteArrayOutputStream();
    for (int stream = 1; stream < 1_000; stream += 2) {
      flood.writeBytes(Http2Wire.encoded(
          Http2Wire.HEADERS, Http2Wire.END_HEADERS, stream, Http2Wire.head("POST", "/bots/lal/x")));
      flood.writeBytes(Http2Wire.encoded(Http2Wire.WINDOW_UPDATE, 0, stream, Http2Wire.number(0)));
    }
    client.bytes(flood.toByteArray());
    client.until(frame -> frame.type() == Http2Wire.GOAWAY);
    world.eventually(() -> world.connections.open() == 0 && world.gate().held() == 0);
  }

  @Test
  void aFloodOfContinuationsEndsTheConnection() {
    client.send(Http2Wire.HEADERS, 1, 1, Http2Wire.head("GET", "/bots/lal/x"));
    byte[] almostNothing =
        Http2Wire.encoded(Http2Wire.CONTINUATION, 0, 1, Http2Wire.literal("a", "b"));
    client.bytes(many(almostNothing, 64)); // at once: it may be closed before the last of them
    client.until(frame -> frame.type() == Http2Wire.GOAWAY);
    world.eventually(() -> world.connections.open() == 0);
  }

  @Test
  void aHeadThatGrowsBeyondItsLimitIsRefused() {
    byte[] much = Http2Wire.literal("x-much", "y".repeat(16_000));
    client.send(Http2Wire.HEADERS, 1, 1, Http2Wire.head("GET", "/bots/lal/x"));
    client.send(Http2Wire.CONTINUATION, 0, 1, much);
    client.send(Http2Wire.CONTINUATION, 0, 1, much);
    client.send(Http2Wire.CONTINUATION, Http2Wire.END_HEADERS, 1, much);
    Http2Wire.Frame answer = client.until(frame -> frame.type() == Http2Wire.HEADERS
        || frame.type() == Http2Wire.GOAWAY
        || frame.type() == Http2Wire.RESET);
    if (answer.type() == Http2Wire.HEADERS) {
      assertThat(client.decoded(answer).status()).hasToString("431");
    }
  }

  @Test
  void aFloodOfEmptyDataEndsTheConnection() {
    world.asleep(State.PAUSED);
    client.post(1);
    world.eventually(() -> world.gate().held() == 1);
    byte[] nothing = Http2Wire.encoded(Http2Wire.DATA, 0, 1, new byte[0]);
    client.bytes(many(nothing, 8)); // at once: it may be closed before the last of them
    client.until(frame -> frame.type() == Http2Wire.GOAWAY);
    world.eventually(() -> world.gate().held() == 0 && world.connections.open() == 0);
  }

  /** Whoever reads the answers only uses what any caller may use. */
  @ParameterizedTest
  @ValueSource(ints = {Http2Wire.PING, Http2Wire.SETTINGS})
  void aFloodOfWhichNobodyTakesTheAnswersEndsTheConnection(int type) throws IOException {
    byte[] payload = new byte[type == Http2Wire.PING ? PING_LENGTH : 0];
    byte[] frames = many(Http2Wire.encoded(type, 0, 0, payload), 1_000);
    Socket deaf = new Socket();
    deaf.setReceiveBufferSize(SMALL);
    try (World patient = new World(World.TestSettings.head(Duration.ZERO), new SmallBuffers())) {
      deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), patient.port()));
      assertThat(brokenBy(new Http2Wire(new Wire(deaf)), frames, 2_000))
          .as("it was closed")
          .isTrue();
      patient.eventually(() -> patient.connections.open() == 0);
    } finally {
      deaf.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {PRIORITY_FRAME, Http2Wire.WINDOW_UPDATE, Http2Wire.PING, 99})
  void framesThatAskForNothingCostNothingThatStays(int type) {
    byte[] payload = switch (type) {
      case PRIORITY_FRAME -> new byte[] {0, 0, 0, 0, 1};
      case Http2Wire.WINDOW_UPDATE -> Http2Wire.number(1);
      default -> new byte[PING_LENGTH];
    };
    int flags = type == Http2Wire.PING ? ACK : 0;
    int stream = type == PRIORITY_FRAME ? 9 : 0;
    byte[] frames = many(Http2Wire.encoded(type, flags, stream, payload), 1_000);
    IntStream.range(0, 3).forEach(round -> client.bytes(frames));
    try (Origin origin = Origin.sayingHello()) {
      world.awake(origin);
      client.get(1);
      assertThat(client.status(1)).isEqualTo("200");
    }
  }

  @Test
  void aHeadThatTricklesOnAConnectionInUseIsNotWaitedForLonger() {
    Origin silent = new Origin((agent, self) -> {
      self.requests.add(agent.message());
      agent.rest();
    });
    try (World hasty = new World(World.TestSettings.head(HEAD));
        silent;
        Http2Wire busy = new Http2Wire(hasty.awake(silent).client())) {
      busy.get(1);
      hasty.eventually(() -> silent.requests.size() == 1);
      busy.send(Http2Wire.HEADERS, Http2Wire.END_STREAM, 3, Http2Wire.head("GET", "/bots/lal/x"));
      busy.send(Http2Wire.CONTINUATION, 0, 3, Http2Wire.literal("x-more", "y".repeat(1_000)));
      busy.until(frame -> frame.type() == Http2Wire.GOAWAY);
      hasty.eventually(() -> hasty.connections.open() == 0);
      hasty.quiet();
    }
  }

  @Test
  void aHeadInOneFrameThatDoesNotComeWholeIsNotWaitedForEither() {
    try (World hasty = new World(World.TestSettings.head(HEAD));
        Origin origin = Origin.sayingHello()) {
      Wire raw = hasty.awake(origin).client();
      try (Http2Wire used = new Http2Wire(raw)) {
        used.get(1);
        assertThat(used.status(1)).isEqualTo("200");
        byte[] frame =
            Http2Wire.encoded(Http2Wire.HEADERS, 5, 3, Http2Wire.head("GET", "/bots/lal/x"));
        used.bytes(java.util.Arrays.copyOf(frame, frame.length - 1));
        used.until(next -> next.type() == Http2Wire.GOAWAY);
        hasty.eventually(() -> hasty.connections.open() == 0);
      }
    }
  }

  @Test
  void aHeadInManyPiecesThatEndsInTimeIsServed() {
    try (World hasty = new World(World.TestSettings.head(Duration.ofSeconds(3)));
        Origin origin = Origin.sayingHello();
        Http2Wire slow = new Http2Wire(hasty.awake(origin).client())) {
      slow.send(Http2Wire.HEADERS, Http2Wire.END_STREAM, 1, Http2Wire.head("GET", "/bots/lal/x"));
      byte[] last = Http2Wire.encoded(
          Http2Wire.CONTINUATION, Http2Wire.END_HEADERS, 1, Http2Wire.literal("x-more", "y"));
      for (byte next : last) {
        slow.bytes(new byte[] {next});
      }
      assertThat(slow.status(1)).isEqualTo("200");
      assertThat(origin.requests.get(0)).containsIgnoringCase("x-more: y");
    }
  }

  private static boolean brokenBy(Http2Wire client, byte[] frames, int most) {
    try {
      for (int round = 0; round < most; round++) {
        client.bytes(frames);
      }
      return false;
    } catch (UncheckedIOException closed) {
      return true;
    }
  }

  private static byte[] many(byte[] frame, int count) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    IntStream.range(0, count).forEach(next -> frames.writeBytes(frame));
    return frames.toByteArray();
  }
}

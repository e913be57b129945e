package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Proxy;
import io.reveille.proxy.World.TestSettings;
import io.reveille.testing.Certificates;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop as clients of HTTP/2 see it, and clients inside of TLS. */
@ParameterizedClass(name = "TLS: {0}")
@ValueSource(booleans = {false, true})
class MultiplexedDrainTest {
  private static final int LARGE = 300_000;
  private static final int WINDOW = 65_535;
  private final Certificates certificates = Certificates.elliptic("stops");
  private final boolean tls;
  private final World world;
  private final Semaphore go = new Semaphore(0);
  private final Origin slow = new Origin((wire, self) -> {
    self.requests.add(wire.message());
    go.acquire();
    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  });

  MultiplexedDrainTest(boolean tls) {
    this.tls = tls;
    this.world = new World(patient(
        tls ? TlsWire.config(certificates, Duration.ofSeconds(10)) : TestSettings.config()));
  }

  @AfterEach
  void close() {
    slow.close();
    world.close();
  }

  @Test
  void aStreamUnderWayEndsWholeAndNoOtherOneIsTakenBehindIt() {
    world.awake(slow);
    try (Http2Wire client = new Http2Wire(client("h2")).get(1)) {
      Future<Void> stopped = stopping();
      goesAwayBehind(1, client);
      client.get(3);
      assertThat(stopped.isComplete()).as("the stream is waited for").isFalse();
      go.release();
      assertThat(client.status(1)).isEqualTo("200");
      assertThat(body(client, 1)).isEqualTo(5);
      assertThat(client.next().stream()).as("the connection's end").isEqualTo(-1);
      await(stopped);
    }
    assertThat(slow.requests).hasSize(1);
  }

  @Test
  void aBodyUnderWayReachesTheAgentWhole() {
    Origin reader = new Origin((wire, self) -> {
      wire.head();
      self.requests.add("begun");
      self.requests.add(wire.read(4));
      wire.send("HTTP/1.1 204 No Content\r\n\r\n");
    });
    try (reader;
        Http2Wire client = new Http2Wire(client("h2"))) {
      world.awake(reader);
      client.post(1, "content-length", "4").data(1, "bo");
      world.eventually(() -> reader.requests.contains("begun"));
      Future<Void> stopped = world.stop();
      goesAwayBehind(1, client);
      client.lastData(1, "dy");
      assertThat(client.status(1)).isEqualTo("204");
      await(stopped);
      assertThat(reader.requests).contains("body");
    }
  }

  @Test
  void whatWaitsForTheWindowOfItsClientIsWaitedFor() {
    Origin large = Origin.answering(
        "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n" + "x".repeat(LARGE));
    try (large;
        Http2Wire client = new Http2Wire(client("h2")).window(0, 1 << 30)) {
      world.awake(large);
      client.get(1).window(1, LARGE - WINDOW - 1);
      assertThat(client.status(1)).isEqualTo("200");
      int read = 0;
      while (read < LARGE - 1) {
        read += client.until(frame -> frame.is(Http2Wire.DATA, 1)).payload().length();
      }
      world.quiet();
      Future<Void> stopped = world.stop();
      goesAwayBehind(1, client);
      assertThat(stopped.isComplete()).as("the last byte is waited for").isFalse();
      client.window(1, LARGE);
      assertThat(body(client, 1)).isEqualTo(1);
      await(stopped);
    }
  }

  @Test
  void whoConnectsMeanwhileIsToldWhy() {
    world.awake(slow);
    try (Http2Wire client = new Http2Wire(client("h2")).get(1)) {
      Future<Void> stopped = stopping();
      goesAwayBehind(1, client);
      try (Http2Wire late = new Http2Wire(client("h2")).get(1)) {
        assertThat(late.status(1)).isEqualTo("503");
        go.release();
        goesAwayBehind(1, late);
      }
      await(stopped);
    }
  }

  @Test
  void anAnswerOfHttp1FinishesAndIsTheLastOfItsConnection() {
    world.awake(slow);
    String get = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";
    try (Wire client = client("http/1.1").send(get);
        Http2Wire other = new Http2Wire(client("h2")).get(1)) {
      assertThat(other).isNotNull();
      world.eventually(() -> slow.requests.size() == 2);
      Future<Void> stopped = world.stop();
      goesAwayBehind(1, other);
      go.release(2);
      assertThat(client.message())
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("connection: close")
          .endsWith("hello");
      assertThat(client.rest()).isEmpty();
      await(stopped);
    }
  }

  private Wire client(String protocol) {
    return tls ? TlsWire.to(world, certificates, protocol) : world.client();
  }

  private Future<Void> stopping() {
    world.eventually(() -> !slow.requests.isEmpty());
    return world.stop();
  }

  /** RFC 9113, 6.8: without an error, and what came before is still answered. */
  private static void goesAwayBehind(int stream, Http2Wire client) {
    Http2Wire.Frame frame = client.until(next -> next.type() == Http2Wire.GOAWAY);
    assertThat(frame.payload().getInt(0)).as("the last stream").isEqualTo(stream);
    assertThat(frame.payload().getInt(4)).as("the error").isZero();
  }

  /** Reads it to its end. */
  private static int body(Http2Wire client, int stream) {
    int length = 0;
    Http2Wire.Frame frame;
    do {
      frame = client.until(next -> next.is(Http2Wire.DATA, stream));
      length += frame.payload().length();
    } while ((frame.flags() & Http2Wire.END_STREAM) == 0);
    return length;
  }

  private static GatewayConfig patient(GatewayConfig usual) {
    Proxy proxy = usual.proxy();
    return TestSettings.config(
        usual.server(),
        usual.wake(),
        new Proxy(
            proxy.connectTimeout(),
            proxy.responseTimeout(),
            proxy.idleConnectionTimeout(),
            proxy.maxHeaderSize(),
            proxy.maxUrlLength(),
            proxy.requestHeadTimeout(),
            Duration.ofSeconds(30)));
  }
}

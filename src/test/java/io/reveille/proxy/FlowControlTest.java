package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlowControlTest {
  private static final int WINDOW = 65_535;
  private static final int CHUNK = 16_384;
  private static final long MUCH = 64L * 1_048_576;

  /** The buffers of four sockets and a few windows. */
  private static final long BOUND = MUCH / 2;

  private final World world = new World();
  private final Wire wire = world.client();
  private final Http2Wire client = new Http2Wire(wire);
  private long streamWindow = WINDOW;
  private long connectionWindow = WINDOW;
  private long uploaded;

  @AfterEach
  void close() {
    client.close();
    world.close();
  }

  @Test
  void anAgentIsReadNoFasterThanItsClientReads() {
    AtomicLong sent = new AtomicLong();
    Origin fast = new Origin((agent, self) -> {
      agent.message();
      agent.send("HTTP/1.1 200 OK\r\nContent-Length: " + MUCH + "\r\n\r\n");
      byte[] chunk = new byte[CHUNK];
      while (sent.get() < MUCH) {
        agent.out().write(chunk);
        sent.addAndGet(CHUNK);
      }
    });
    try (fast) {
      world.awake(fast);
      client.get(1);
      long received = 0;
      while (received < WINDOW) {
        received += data();
      }
      Await.pass(Duration.ofMillis(300));
      assertThat(sent.get()).isLessThan(BOUND);
      client.window(0, Integer.MAX_VALUE - WINDOW).window(1, Integer.MAX_VALUE - WINDOW);
      while (received < MUCH) {
        received += data();
      }
      assertThat(received).isEqualTo(MUCH);
    }
    world.quiet();
  }

  @Test
  void aClientIsReadNoFasterThanItsAgentReads() {
    CountDownLatch reading = new CountDownLatch(1);
    AtomicLong read = new AtomicLong();
    Origin slow = new Origin((agent, self) -> {
      agent.head();
      reading.await();
      while (read.get() < MUCH) {
        read.addAndGet(agent.bytes(CHUNK).length);
      }
      agent.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    });
    try (slow) {
      world.awake(slow);
      client.post(1, "content-length", Long.toString(MUCH));
      long sent = upload(0, Duration.ofSeconds(1));
      assertThat(sent).isLessThan(BOUND);
      reading.countDown();
      sent = upload(sent, Duration.ofSeconds(20));
      assertThat(sent).isEqualTo(MUCH);
      client.send(Http2Wire.DATA, Http2Wire.END_STREAM, 1, new byte[0]);
      assertThat(client.status(1)).isEqualTo("200");
      assertThat(read.get()).isEqualTo(MUCH);
    }
  }

  @Test
  void ofAHeldUploadNoMoreIsTakenThanOneWindowAndItsNeighboursGoOn() {
    world.asleep(State.PAUSED);
    client.post(1);
    long sent = 0;
    while (sent < WINDOW) {
      int next = (int) Math.min(CHUNK, WINDOW - sent);
      client.send(Http2Wire.DATA, 0, 1, new byte[next]);
      sent += next;
    }
    world.eventually(() -> world.gate().held() == 1);
    client.send(Http2Wire.PING, 0, 0, new byte[8]);
    Http2Wire.Frame last = client.until(frame -> frame.is(Http2Wire.WINDOW_UPDATE, 1)
        || (frame.type() == Http2Wire.PING && frame.flags() == 1));
    assertThat(last.type()).isEqualTo(Http2Wire.PING);

    client.post(3, "content-length", "5").lastData(3, "hello");
    world.eventually(() -> world.gate().held() == 2);
    Origin origin = new Origin((agent, self) -> {
      String head = agent.head();
      if (head.toLowerCase(java.util.Locale.ROOT).contains("content-length: 5")) {
        self.requests.add(agent.read(5));
      }
      agent.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
    try (origin) {
      world.wakeUp(origin);
      assertThat(client.status(3)).isEqualTo("200");
      assertThat(origin.requests).containsExactly("hello");
    }
  }

  /** Until all is sent, or the windows have not been opened for {@code patience}; how much it is then. */
  private long upload(long before, Duration patience) {
    try {
      wire.socket.setSoTimeout((int) patience.toMillis());
      long sent = before;
      while (sent < MUCH) {
        while (streamWindow < CHUNK || connectionWindow < CHUNK) {
          Http2Wire.Frame update = client.until(frame -> frame.type() == Http2Wire.WINDOW_UPDATE);
          if (update.stream() == 0) {
            connectionWindow += update.number();
          } else {
            streamWindow += update.number();
          }
        }
        client.send(Http2Wire.DATA, 0, 1, new byte[CHUNK]);
        streamWindow -= CHUNK;
        connectionWindow -= CHUNK;
        sent += CHUNK;
        uploaded = sent;
      }
      return sent;
    } catch (UncheckedIOException quiet) {
      assertThat(quiet).hasCauseInstanceOf(SocketTimeoutException.class);
      return uploaded;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private int data() {
    return client.until(frame -> frame.is(Http2Wire.DATA, 1)).payload().length();
  }
}

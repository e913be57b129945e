package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodiesTest {
  private static final int SIZE = 64 << 20;
  private static final int BLOCK = 1 << 16;
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void sixtyFourMegabytesArriveByteByByteInBothDirections() throws IOException {
    Origin echo = new Origin((wire, self) -> {
      wire.head();
      self.requests.add("upload " + digest(wire.in()));
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
      pour(wire.out());
    });
    try (echo;
        Wire client = world.awake(echo).client()) {
      client.send("POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: " + SIZE + "\r\n\r\n");
      long poured = pour(client.out());
      assertThat(client.head()).startsWith("HTTP/1.1 200");
      assertThat(digest(client.in())).isEqualTo(poured);
      assertThat(echo.requests).containsExactly("upload " + poured);
    }
    world.quiet();
  }

  @Test
  void aClientThatReadsSlowlyStopsTheAgentInsteadOfFillingTheHeap() {
    AtomicLong sent = new AtomicLong();
    Origin flood = new Origin((wire, self) -> {
      wire.head();
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + (1L << 30) + "\r\n\r\n");
      pour(wire.out(), 1L << 30, sent);
    });
    try (flood;
        Wire client = world.awake(flood).client().send(GET)) {
      client.head();
      world.eventually(new Unmoved(sent));
      assertThat(sent.get()).isLessThan(64L << 20);
    }
    world.quiet();
  }

  @Test
  void anAgentThatReadsSlowlyStopsTheClientInsteadOfFillingTheHeap() {
    AtomicLong sent = new AtomicLong();
    Origin lazy = new Origin((wire, self) -> {
      wire.head();
      world.eventually(new Unmoved(sent));
      self.requests.add("looked");
    });
    try (lazy;
        Wire client = world.awake(lazy).client()) {
      client.send(
          "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: " + (1L << 30) + "\r\n\r\n");
      Thread sender = new Thread(() -> {
        try {
          pour(client.out(), 1L << 30, sent);
        } catch (IOException over) {
          sent.get();
        }
      });
      sender.setDaemon(true);
      sender.start();
      world.eventually(() -> !lazy.requests.isEmpty());
      assertThat(sent.get()).isLessThan(64L << 20);
    }
    world.quiet();
  }

  @Test
  void aBodyStaysInTheSocketWhileItsRequestIsHeld() {
    AtomicLong sent = new AtomicLong();
    world.asleep(io.reveille.core.Agent.State.PAUSED);
    try (Wire client = world.client()) {
      client.send(
          "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: " + (1L << 30) + "\r\n\r\n");
      Thread sender = new Thread(() -> {
        try {
          pour(client.out(), 1L << 30, sent);
        } catch (IOException over) {
          sent.get();
        }
      });
      sender.setDaemon(true);
      sender.start();
      world.eventually(new Unmoved(sent));
      assertThat(sent.get()).isLessThan(64L << 20);
      client.abort();
      world.eventually(() -> world.gate().held() == 0);
    }
  }

  @Test
  void whoGoesInTheMiddleOfALargeHeldBodyLeavesTheQueue() {
    world.asleep(io.reveille.core.Agent.State.PAUSED);
    try (Wire client = world.client()) {
      client.send("POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: " + SIZE + "\r\n\r\n");
      client.send(new byte[2 * BLOCK]);
      world.eventually(() -> world.gate().held() == 1);
    }
    world.eventually(() -> world.gate().held() == 0);
    world.eventually(() -> world.connections.open() == 0);
  }

  private static long pour(OutputStream out) throws IOException {
    return pour(out, SIZE, new AtomicLong());
  }

  private static long pour(OutputStream out, long size, AtomicLong sent) throws IOException {
    CRC32 sum = new CRC32();
    byte[] block = new byte[BLOCK];
    for (long at = 0; at < size; at += BLOCK) {
      for (int i = 0; i < BLOCK; i += 64) {
        block[i] = (byte) (at / BLOCK + i / 64);
      }
      sum.update(block);
      out.write(block);
      sent.addAndGet(BLOCK);
    }
    out.flush();
    return sum.getValue();
  }

  private static long digest(InputStream in) {
    try {
      CRC32 sum = new CRC32();
      byte[] block = new byte[BLOCK];
      int left = SIZE;
      while (left > 0) {
        int count = in.read(block, 0, Math.min(BLOCK, left));
        if (count < 0) {
          return -1;
        }
        sum.update(block, 0, count);
        left -= count;
      }
      return sum.getValue();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** True when a count has begun and then not moved for 100 looks. */
  private static final class Unmoved implements java.util.function.BooleanSupplier {
    private final AtomicLong count;
    private long last;
    private int same;

    Unmoved(AtomicLong count) {
      this.count = count;
    }

    @Override
    public boolean getAsBoolean() {
      long now = count.get();
      same = now > 0 && now == last ? same + 1 : 0;
      last = now;
      return same > 100;
    }
  }
}

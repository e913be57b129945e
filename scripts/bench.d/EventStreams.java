import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Many event streams at once: how long an event is under way. What does not come is an error. */
record EventStreams(int streams, int perSecond) implements Load {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  // the last events may still be under way, and clocks do not tick alike
  private static final double ENOUGH = 0.95;

  @Override
  public Figures on(Subject subject, Duration length) throws IOException {
    List<SocketChannel> open = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < streams; i++) {
        open.add(begin(subject.port(), selector));
      }
      Reading reading = new Reading(selector);
      reading.untilAllHaveBegun(streams, subject.name());
      long[] micros = reading.during(length);
      long expected = (long) (ENOUGH * streams * perSecond * length.toSeconds());
      return Figures.of(micros, length.toSeconds(), Math.max(0, expected - micros.length));
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  private static SocketChannel begin(int port, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    String ask = "GET /bots/origin/events HTTP/1.1\r\nHost: h\r\nAccept: text/event-stream\r\n\r\n";
    channel.write(ByteBuffer.wrap(ask.getBytes(StandardCharsets.ISO_8859_1)));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, new Stream());
    return channel;
  }

  /** What came over one connection and is not understood yet. */
  private static final class Stream {
    private final StringBuilder rest = new StringBuilder();
    private boolean begun;
  }

  /** All connections, read by one thread. */
  private static final class Reading {
    private static final String MARK = "data: ";
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private long[] micros = new long[1024];
    private int count;
    private int begun;

    private Reading(Selector selector) {
      this.selector = selector;
    }

    private void untilAllHaveBegun(int streams, String subject) throws IOException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (begun < streams) {
        if (System.nanoTime() > end) {
          throw new IOException(
              subject + ": only " + begun + " of " + streams + " event streams have begun");
        }
        read();
      }
    }

    private long[] during(Duration length) throws IOException {
      count = 0;
      long end = System.nanoTime() + length.toNanos();
      while (System.nanoTime() < end) {
        read();
      }
      long[] sorted = Arrays.copyOf(micros, count);
      Arrays.sort(sorted);
      return sorted;
    }

    private void read() throws IOException {
      selector.select(100);
      for (SelectionKey key : selector.selectedKeys()) {
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
          throw new IOException("an event stream has ended");
        }
        take((Stream) key.attachment());
      }
      selector.selectedKeys().clear();
    }

    private void take(Stream stream) {
      stream.rest.append(new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1));
      int mark = stream.rest.indexOf(MARK);
      int end = mark < 0 ? -1 : stream.rest.indexOf("\n", mark);
      while (end >= 0) {
        long said = Long.parseLong(stream.rest.substring(mark + MARK.length(), end));
        add((System.nanoTime() - said) / 1000);
        if (!stream.begun) {
          stream.begun = true;
          begun++;
        }
        stream.rest.delete(0, end);
        mark = stream.rest.indexOf(MARK);
        end = mark < 0 ? -1 : stream.rest.indexOf("\n", mark);
      }
    }

    private void add(long one) {
      if (count == micros.length) {
        micros = Arrays.copyOf(micros, 2 * count);
      }
      micros[count++] = one;
    }
  }
}

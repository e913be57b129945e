package io.reveille.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/**
 * An agent for bodies that are too large to keep. {@code GET /down/SIZE} is answered with so many bytes, {@code POST
 * /echo} with the body, {@code POST /up} with its size. It listens when it is told to.
 */
public final class SinkAgent implements Closeable {
  private static final int BLOCK = 1 << 16;
  private static final int STILL = 10;
  private final int port = FreePort.next();
  private final ServerSocket server;
  private final AtomicLong sent = new AtomicLong();

  /** Something that a thread does. */
  public interface Work {
    void run() throws IOException;
  }

  public SinkAgent() {
    try {
      server = new ServerSocket();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public int port() {
    return port;
  }

  public void open() throws IOException {
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    started(this::accept);
  }

  /** Until what is sent to a client is not taken any more, or all is sent. */
  public void awaitStuck() {
    long[] last = {-1, 0};
    Eventually.holds("nothing more is taken", Duration.ofMinutes(1), () -> {
      long now = sent.get();
      last[1] = now == last[0] ? last[1] + 1 : 0;
      last[0] = now;
      return last[1] > STILL;
    });
  }

  /** The checksum of the body of this size. */
  public static long sum(long size) {
    CRC32 sum = new CRC32();
    for (long at = 0; at < size; at += BLOCK) {
      sum.update(block(at));
    }
    return sum.getValue();
  }

  public static void pour(OutputStream out, long size) throws IOException {
    for (long at = 0; at < size; at += BLOCK) {
      out.write(block(at));
    }
    out.flush();
  }

  /** The checksum of the next so many bytes. */
  public static long drained(InputStream in, long size) throws IOException {
    CRC32 sum = new CRC32();
    byte[] block = new byte[BLOCK];
    long left = size;
    while (left > 0) {
      int count = in.read(block, 0, (int) Math.min(BLOCK, left));
      if (count < 0) {
        return -1;
      }
      sum.update(block, 0, count);
      left -= count;
    }
    return sum.getValue();
  }

  public static Thread started(Work work) {
    Thread thread = new Thread(
        () -> {
          try {
            work.run();
          } catch (IOException over) {
            // whoever waits for its bytes sees that they do not come
          }
        },
        "sink");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static byte[] block(long at) {
    byte[] block = new byte[BLOCK];
    for (int i = 0; i < BLOCK; i += 61) {
      block[i] = (byte) (at / BLOCK + i);
    }
    return block;
  }

  private void accept() throws IOException {
    while (true) {
      Socket socket = server.accept();
      started(() -> serve(socket));
    }
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head = head(in);
      while (!head.isEmpty()) {
        answer(head, in, socket.getOutputStream());
        head = head(in);
      }
    }
  }

  private void answer(String head, InputStream in, OutputStream out) throws IOException {
    String path = head.split(" ", 3)[1];
    if (path.startsWith("/down/")) {
      long size = Long.parseLong(path.substring("/down/".length()));
      begin(out, size);
      for (long at = 0; at < size; at += BLOCK) {
        out.write(block(at));
        sent.addAndGet(BLOCK);
      }
    } else if (path.equals("/echo")) {
      long size = length(head);
      begin(out, size);
      byte[] block = new byte[BLOCK];
      for (long left = size; left > 0; left -= BLOCK) {
        out.write(block, 0, in.readNBytes(block, 0, BLOCK));
      }
    } else {
      long size = length(head);
      drained(in, size);
      String told = " " + size;
      begin(out, told.length());
      out.write(told.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void begin(OutputStream out, long length) throws IOException {
    out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
  }

  private static long length(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .filter(line -> line.startsWith("content-length:"))
        .map(line -> Long.parseLong(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElse(0L);
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

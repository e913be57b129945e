import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The backend of uploads, which it reads to their end before it answers, and of event streams, in which it says what
 * time it is. nginx can do neither by itself.
 */
public final class Origin {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-Accel-Buffering: no\r\nTransfer-Encoding: chunked\r\n\r\n";
  private final Queue<OutputStream> streams = new ConcurrentLinkedQueue<>();

  private Origin() {}

  /** Port, events a second. */
  public static void main(String[] args) throws IOException {
    Origin origin = new Origin();
    long between = TimeUnit.SECONDS.toMicros(1) / Integer.parseInt(args[1]);
    Executors.newSingleThreadScheduledExecutor()
        .scheduleAtFixedRate(origin::tick, between, between, TimeUnit.MICROSECONDS);
    try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 1024, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket socket = server.accept();
        new Thread(() -> origin.converse(socket)).start();
      }
    }
  }

  private void tick() {
    for (OutputStream stream : streams) {
      try {
        String event = "data: " + System.nanoTime() + "\n\n";
        stream.write(bytes(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n"));
      } catch (IOException gone) {
        streams.remove(stream);
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
      OutputStream out = socket.getOutputStream();
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        in.skipNBytes(length(head));
        boolean stream = head.startsWith("GET ") && head.lines().findFirst().orElseThrow().contains("/events ");
        out.write(bytes(stream ? STREAM : OK));
        if (stream) {
          streams.add(out);
        }
      }
      streams.remove(out);
    } catch (IOException gone) {
      // whoever asked does not wait for an answer any more
    }
  }

  /** Nothing at the end of the connection. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
      int next = in.read();
      if (next < 0) {
        if (head.length() > 0) {
          throw new EOFException("closed within a head");
        }
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static long length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(line.substring("content-length:".length()).strip()))
        .findFirst()
        .orElse(0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

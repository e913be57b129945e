package io.reveille.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stands before an engine's socket and lets through what the shipped socket proxy lets through, read from its own
 * configuration. Everything else is refused with 403 and kept. One request on each connection.
 */
public final class EngineFilter implements AutoCloseable {
  /** The container that does not exist, of which Reveille asks whether it may. */
  private static final String QUESTION = "reveille-asks-for-its-rights";

  private static final Path SHIPPED = Path.of("docker", "socket-proxy", "haproxy.cfg");
  private static final Pattern ALLOWED = Pattern.compile(
      "(?m)^\\s*http-request allow if \\{ method (\\w+) } \\{ path -m reg (\\S+) }$");
  private static final Pattern HEAD =
      Pattern.compile("(?s)(\\w+) ([^ ?]+)(\\?\\S*)? HTTP/1\\.1\r\n.*");
  private static final String REFUSAL = String.join(
      "\r\n",
      "HTTP/1.1 403 Forbidden",
      "Content-Type: text/html",
      "Content-Length: 6",
      "Connection: close",
      "",
      "<html>");

  private final List<Rule> rules;
  private final SocketAddress engine;
  private final Path folder;
  private final ServerSocketChannel door;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  private final Set<String> refused = new ConcurrentSkipListSet<>();

  /** What may be asked: a method, and what the path must look like. */
  public record Rule(String method, String path) {
    public boolean allows(String asked, String askedPath) {
      return method.equals(asked) && Pattern.matches(path, askedPath);
    }

    /** {@code POST /containers/{id}/pause} */
    public String words() {
      return method + " "
          + path.replaceFirst("^\\^\\([^)]*\\)\\?", "")
              .replaceFirst("\\[.*]\\*", "{id}")
              .replaceFirst("\\$$", "");
    }

    /** Whether it is of this call, as in {@code containers/[^/]+/pause}. */
    boolean isOf(String call) {
      return path.endsWith("/" + call + "$");
    }
  }

  private EngineFilter(String host, List<Rule> rules) {
    this.rules = rules;
    URI uri = URI.create(host);
    this.engine = uri.getScheme().equals("unix")
        ? UnixDomainSocketAddress.of(uri.getPath())
        : new InetSocketAddress(uri.getHost(), uri.getPort());
    try {
      this.folder = Files.createTempDirectory("rvf");
      this.door = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
          .bind(UnixDomainSocketAddress.of(folder.resolve("docker.sock")));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    onThread(this::accept);
  }

  /** With the list that Reveille is shipped with. */
  public static EngineFilter before(String host) {
    return new EngineFilter(host, shipped());
  }

  /** The same list without the calls that end so: {@code pause}. */
  public static EngineFilter without(String host, String... calls) {
    return new EngineFilter(
        host,
        shipped().stream()
            .filter(rule -> Stream.of(calls).noneMatch(rule::isOf))
            .toList());
  }

  /** What the socket proxy that Reveille is shipped with lets through. */
  public static List<Rule> shipped() {
    try {
      Matcher lines = ALLOWED.matcher(Files.readString(SHIPPED));
      return lines.results().map(line -> new Rule(line.group(1), line.group(2))).toList();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  public String host() {
    return "unix://" + folder.resolve("docker.sock");
  }

  /** What was asked and let through, without versions, names and IDs: {@code POST /containers/{id}/pause}. No questions for rights. */
  public Set<String> seen() {
    return Set.copyOf(seen);
  }

  /** The same for what was refused. */
  public Set<String> refused() {
    return Set.copyOf(refused);
  }

  @Override
  public void close() {
    try {
      door.close();
      for (SocketChannel channel : open) {
        channel.close();
      }
      Files.deleteIfExists(folder.resolve("docker.sock"));
      Files.delete(folder);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private void accept() throws IOException {
    while (door.isOpen()) {
      SocketChannel near = door.accept();
      open.add(near);
      onThread(() -> serve(near));
    }
  }

  private void serve(SocketChannel near) throws IOException {
    try (near) {
      String head = head(near);
      Matcher words = HEAD.matcher(head);
      if (!words.matches()) {
        return; // gone before it asked
      }
      String method = words.group(1);
      String path = words.group(2);
      boolean allowed = rules.stream().anyMatch(rule -> rule.allows(method, path));
      if (!path.contains(QUESTION)) {
        (allowed ? seen : refused).add(method + " " + plain(path));
      }
      if (allowed) {
        String kept = head.replaceAll("(?i)\r\nConnection: [^\r]*", "");
        exchange(near, kept.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
      } else {
        write(near, REFUSAL);
      }
    } finally {
      open.remove(near);
    }
  }

  private void exchange(SocketChannel near, String head) throws IOException {
    try (SocketChannel far = SocketChannel.open(engine)) {
      open.add(far);
      write(far, head);
      onThread(() -> {
        try (far) {
          pump(near, far); // nothing more but the end, for no call has a body
        }
      });
      pump(far, near);
      open.remove(far);
    }
  }

  /** To the empty line, and not a byte more: whatever comes behind it belongs to the engine. */
  private static String head(SocketChannel from) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (head.indexOf("\r\n\r\n") < 0 && from.read(one.clear()) == 1) {
      head.append((char) one.get(0));
    }
    return head.toString();
  }

  private static void pump(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(16_384);
    while (from.read(part.clear()) >= 0) {
      part.flip();
      while (part.hasRemaining()) {
        to.write(part);
      }
    }
  }

  private static void write(SocketChannel to, String text) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (all.hasRemaining()) {
      to.write(all);
    }
  }

  private static String plain(String path) {
    return path.replaceFirst("^/v[0-9.]+/", "/")
        .replaceFirst("^(/containers/)[^/]+(/.+)$", "$1{id}$2");
  }

  private interface Work {
    void run() throws IOException;
  }

  /** What breaks in it is the end of a connection, which both of its ends see for themselves. */
  private static void onThread(Work work) {
    Thread thread = new Thread(
        () -> {
          try {
            work.run();
          } catch (IOException ended) {
            // closed by one end, or by the end of the test
          }
        },
        "engine-filter");
    thread.setDaemon(true);
    thread.start();
  }
}

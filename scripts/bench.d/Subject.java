import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Something that listens on 127.0.0.1 and answers for the backend.
 */
record Subject(String name, int port, int http2Port, Server server) implements AutoCloseable {
  private static final double TICKS_PER_SECOND = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int SUCCESS = 200;
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  /**
   * A process and the file that it writes to.
   *
   * @param alone its children are no part of it: they are agents
   */
  record Server(Process process, Path output, boolean alone) {
    String said() {
      try {
        return Files.readString(output);
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  /** Time on a processor so far. */
  double cpuSeconds() {
    return pids().mapToDouble(Subject::cpuSeconds).sum();
  }

  double residentMegabytes() {
    return pids().mapToDouble(Subject::residentMegabytes).sum();
  }

  /** Asks until there is a 200, and returns how long that took. */
  Duration awaitAnswer(String path) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    int status = 0;
    while (status != SUCCESS) {
      if (System.nanoTime() - begin > PATIENCE.toNanos() || !server.process().isAlive()) {
        String answered = status == 0 ? "" : " but with " + status;
        throw new IOException(name + " does not answer" + answered + ": " + server.said());
      }
      status = ask(path);
      if (status == 0) {
        Thread.sleep(1);
      }
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** The status; 0 if nobody listens yet. */
  private int ask(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      String begin = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
      return begin.length() < 12 ? 0 : Integer.parseInt(begin.substring(9));
    } catch (java.net.ConnectException notYet) {
      return 0;
    }
  }

  @Override
  public void close() {
    Process process = server.process();
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Stream<Long> pids() {
    Process process = server.process();
    return Stream.concat(
        Stream.of(process.pid()),
        server.alone() ? Stream.of() : process.descendants().map(ProcessHandle::pid));
  }

  private static double cpuSeconds(long pid) {
    String stat = read(pid, "stat");
    // the name in the second field may hold blanks: count from the bracket that ends it
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) / TICKS_PER_SECOND;
  }

  private static double residentMegabytes(long pid) {
    return read(pid, "status")
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }
}

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Brings up backends and proxies on ports that are free, and takes them down. */
final class Stage implements AutoCloseable {
  static final String ANSWER = "/bots/bench/small";
  private static final int EVENTS_A_SECOND = 20;
  private static final int LARGE = 65_536;
  private final Path work;
  private final Path jar;
  private final Deque<Subject> started = new ArrayDeque<>();
  private final Subject bench;
  private final Subject origin;
  private int servers;

  Stage(Path work, Path jar) throws IOException, InterruptedException {
    this.work = work;
    this.jar = jar;
    this.bench = backend();
    this.origin = origin();
  }

  /** The backend of a path under {@code /bots/}, without a proxy. */
  Subject direct(String scenario) {
    return scenario.equals("events") ? origin : bench;
  }

  Subject nginx() throws IOException {
    Path folder = folder();
    int port = freePort();
    int http2Port = freePort();
    Files.writeString(
        folder.resolve("nginx.conf"), Configurations.nginx(folder, port, http2Port, backends()));
    return new Subject("nginx", port, http2Port, start(folder, nginx(folder), false));
  }

  Subject haproxy() throws IOException {
    Path folder = folder();
    int port = freePort();
    int http2Port = freePort();
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(file, Configurations.haproxy(port, http2Port, backends()));
    List<String> command = List.of("haproxy", "-db", "-q", "-f", file.toString());
    return new Subject("HAProxy", port, http2Port, start(folder, command, false));
  }

  /** With the flags that it is shipped with, and these. */
  Subject reveille(String name, String... flags) throws IOException {
    Path folder = folder();
    int port = freePort();
    Path file = folder.resolve("reveille.json");
    Files.writeString(file, Configurations.reveille(folder, port, freePort(), backends()));
    List<String> command = new ArrayList<>(List.of(java(), "@scripts/jvm-flags"));
    command.addAll(Arrays.asList(flags));
    command.addAll(List.of("-jar", jar.toString(), "serve", "--config", file.toString()));
    return new Subject(name, port, port, start(folder, command, true));
  }

  void stop(Subject subject) {
    subject.close();
    started.remove(subject);
  }

  /** Once it answers for both backends. */
  Subject ready(Subject subject) throws IOException, InterruptedException {
    started.push(subject);
    subject.awaitAnswer(ANSWER);
    subject.awaitAnswer("/bots/origin/");
    return subject;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }

  private Subject backend() throws IOException, InterruptedException {
    Path folder = folder();
    int port = freePort();
    Files.writeString(folder.resolve("nginx.conf"), Configurations.backend(folder, port));
    Files.writeString(folder.resolve("large"), "x".repeat(LARGE));
    Subject subject = new Subject("direct", port, port, start(folder, nginx(folder), false));
    started.push(subject);
    subject.awaitAnswer(ANSWER);
    return subject;
  }

  private Subject origin() throws IOException, InterruptedException {
    int port = freePort();
    String classes = System.getProperty("java.class.path");
    List<String> command = List.of(
        java(), "-Xmx128m", "-cp", classes, "Origin", "" + port, "" + EVENTS_A_SECOND);
    Subject subject = new Subject("direct", port, port, start(folder(), command, false));
    started.push(subject);
    subject.awaitAnswer("/");
    return subject;
  }

  private Configurations.Backends backends() {
    return new Configurations.Backends(bench.port(), origin.port());
  }

  private static List<String> nginx(Path folder) {
    // before it has read its file it would write to a folder of the system's
    return List.of(
        "nginx", "-p", folder.toString(), "-e", folder + "/error.log", "-c", folder + "/nginx.conf");
  }

  private static Subject.Server start(Path folder, List<String> command, boolean alone)
      throws IOException {
    Path output = folder.resolve("output");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    return new Subject.Server(process, output, alone);
  }

  private Path folder() throws IOException {
    servers++;
    return Files.createDirectory(work.resolve(String.valueOf(servers)));
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Reveille adds to a wake. Two containers of one image: one that Reveille looks after, one that it does not know.
 * In each round both are put to sleep and woken, in turn: the one by a request to Reveille, the other by the engine's
 * own call and then a request straight to the container. Both requests go over a new connection, both with the same
 * client code; the call to the engine goes over one that is open already.
 *
 * <p>Run by scripts/bench-wake.
 */
public final class BenchWake {
  private static final int WARM_UP = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  // further apart than the engine's flags need to settle after a pause
  private static final Duration SETTLE = Duration.ofMillis(150);

  private final String engine;
  private final SocketAddress gateway;
  private final URI admin;
  private final SocketAddress raw;
  private final HttpClient http = HttpClient.newHttpClient();
  private SocketChannel control;

  private BenchWake(String engine, int gatewayPort, int adminPort, SocketAddress raw) {
    this.engine = engine;
    this.gateway = new InetSocketAddress("127.0.0.1", gatewayPort);
    this.admin = URI.create("http://127.0.0.1:" + adminPort + "/api/v1/agents/bench");
    this.raw = raw;
  }

  /** DOCKER_HOST, Reveille's two ports, address:port of the container it does not know, rounds. */
  public static void main(String[] args) throws Exception {
    String[] address = args[3].split(":");
    SocketAddress raw = new InetSocketAddress(address[0], Integer.parseInt(address[1]));
    int rounds = Integer.parseInt(args[4]);
    BenchWake bench =
        new BenchWake(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), raw);
    System.out.printf(
        "%-13s %12s %12s %14s %20s %7s%n", "from", "engine p50", "Reveille p50", "added p50", "added p10 to p90", "ratio");
    bench.compare("paused", "pause", "unpause", rounds, 5);
    bench.compare("stopped", "stop", "start", rounds, 15);
  }

  private void compare(String state, String sleep, String wake, int rounds, double goal) throws Exception {
    double[] direct = new double[rounds];
    double[] through = new double[rounds];
    for (int round = -WARM_UP; round < rounds; round++) {
      // whoever comes second meets warmer caches: take turns
      boolean directFirst = round % 2 == 0;
      double first = directFirst ? wakeDirectly(sleep, wake) : wakeThroughReveille(state, sleep);
      double second = directFirst ? wakeThroughReveille(state, sleep) : wakeDirectly(sleep, wake);
      if (round >= 0) {
        direct[round] = directFirst ? first : second;
        through[round] = directFirst ? second : first;
      }
    }
    report(state, direct, through, goal);
  }

  private double wakeDirectly(String sleep, String wake) throws Exception {
    engine("/containers/reveille-bench-raw/" + sleep);
    Thread.sleep(SETTLE.toMillis());
    long begin = System.nanoTime();
    engine("/containers/reveille-bench-raw/" + wake);
    // nothing is asked before the call has returned; then often, so that little of what is found is the interval
    while (!answers(raw, "/")) {
      Thread.sleep(1);
    }
    return millisSince(begin);
  }

  private double wakeThroughReveille(String state, String sleep) throws Exception {
    sleepByReveille(state, sleep);
    Thread.sleep(SETTLE.toMillis());
    long begin = System.nanoTime();
    if (!answers(gateway, "/bots/bench/")) {
      throw new IllegalStateException("Reveille closed the connection without an answer");
    }
    return millisSince(begin);
  }

  private void sleepByReveille(String state, String action) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String answer = "";
    while (System.nanoTime() < deadline) {
      answer = call(HttpRequest.newBuilder(URI.create(admin + "/" + action))
          .header("Prefer", "wait=10")
          .POST(HttpRequest.BodyPublishers.noBody()));
      if (call(HttpRequest.newBuilder(admin)).contains("\"state\":\"" + state + "\"")) {
        return;
      }
      Thread.sleep(20);
    }
    throw new IllegalStateException("the agent would not be " + state + ": " + answer);
  }

  private String call(HttpRequest.Builder request) throws Exception {
    String body = http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString()).body();
    // what comes next has a state too
    return body.replace(": ", ":").replaceAll("\"next\":\\{[^}]*}", "");
  }

  /** POST over the open connection; 304 is fine, what was asked for was so already. */
  private void engine(String path) throws Exception {
    if (control == null) {
      control = open(engineAddress());
    }
    int status = 0;
    for (int attempt = 0; attempt < 20; attempt++) {
      send(control, "POST", path);
      status = statusOfAnswer(control);
      if (status == 204 || status == 304) {
        return;
      }
      // rarely an engine denies for some milliseconds that what it has just paused is paused
      Thread.sleep(5);
    }
    throw new IllegalStateException("the engine answered " + status + " to " + path);
  }

  private SocketAddress engineAddress() {
    URI uri = URI.create(engine);
    return "unix".equals(uri.getScheme())
        ? UnixDomainSocketAddress.of(uri.getPath())
        : new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  /** Whether there is an answer at all; one that is not 200 is an error. */
  private static boolean answers(SocketAddress address, String path) throws Exception {
    try (SocketChannel channel = open(address)) {
      send(channel, "GET", path);
      int status = statusOfAnswer(channel);
      if (status != 200) {
        throw new IllegalStateException(status + " from " + address + path);
      }
      return true;
    } catch (EOFException | SocketException notYet) {
      return false;
    }
  }

  private static SocketChannel open(SocketAddress address) throws IOException {
    if (address instanceof UnixDomainSocketAddress) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(address);
      return channel;
    }
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(address);
    return channel;
  }

  private static void send(SocketChannel channel, String method, String path) throws IOException {
    String head = method + " " + path + " HTTP/1.1\r\nHost: bench\r\nContent-Length: 0\r\n\r\n";
    ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");

  /** Reads one whole answer with a known length. */
  private static int statusOfAnswer(SocketChannel channel) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(8192);
    while (true) {
      piece.clear();
      if (channel.read(piece) < 0) {
        throw new EOFException("closed after " + answer.size() + " bytes");
      }
      answer.write(piece.array(), 0, piece.position());
      String text = answer.toString(StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      if (head > 0) {
        Matcher length = LENGTH.matcher(text.substring(0, head));
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        if (text.length() >= head + 4 + body) {
          return Integer.parseInt(text.substring(9, 12));
        }
      }
    }
  }

  private static void report(String state, double[] direct, double[] through, double goal) {
    double[] added = new double[direct.length];
    for (int i = 0; i < added.length; i++) {
      added[i] = through[i] - direct[i];
    }
    System.out.printf(
        Locale.ROOT,
        "%-13s %9.1f ms %9.1f ms %+11.1f ms %+8.1f to %+5.1f ms %7.2f   goal < %.0f ms: %s%n",
        state + " (" + added.length + ")",
        at(0.5, direct),
        at(0.5, through),
        at(0.5, added),
        at(0.1, added),
        at(0.9, added),
        at(0.5, through) / at(0.5, direct),
        goal,
        at(0.5, added) < goal ? "met" : "MISSED");
  }

  private static double at(double share, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int low = (int) place;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}

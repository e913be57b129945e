import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The load generators, wrk and h2load. */
record Tools(Path scripts, Path work) {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Pattern FAILED = Pattern.compile("(\\d+) failed, (\\d+) errored");
  private static final Pattern NOT_2XX = Pattern.compile("(\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");

  Load wrk(int connections, String path) {
    return (subject, length) -> wrk(subject, length, connections, path, "report.lua");
  }

  Load upload(int connections) {
    return (subject, length) -> wrk(subject, length, connections, "/bots/origin/upload", "upload.lua");
  }

  /** Requests at a fixed rate, whatever becomes of those before: wrk cannot do that. */
  Load steady(int connections, int perSecond) {
    String rate = "--rps=" + perSecond / connections;
    return (subject, length) ->
        h2load(subject.port(), length, List.of("--h1", "-c" + connections, "-t1", rate));
  }

  Load http2(int connections, int streams) {
    return (subject, length) ->
        h2load(subject.http2Port(), length, List.of("-c" + connections, "-m" + streams, "-t2"));
  }

  /** That many requests, for what they leave behind. */
  void requests(Subject subject, int count) throws IOException, InterruptedException {
    run(GRACE, "h2load", "--h1", "-n" + count, "-c64", "-t1", url(subject.port(), "/bots/bench/small"));
  }

  private Figures wrk(Subject subject, Duration length, int connections, String path, String script)
      throws IOException, InterruptedException {
    Path whole = work.resolve("wrk.lua");
    String more = script.equals("report.lua") ? "" : Files.readString(scripts.resolve(script));
    Files.writeString(whole, Files.readString(scripts.resolve("report.lua")) + more);
    String said = run(
        length.plus(GRACE),
        "wrk",
        "-t" + Math.min(2, connections),
        "-c" + connections,
        "-d" + length.toSeconds() + "s",
        "--timeout=30s",
        "-s" + whole,
        url(subject.port(), path));
    String[] result = said.lines()
        .filter(line -> line.startsWith("RESULT "))
        .findFirst()
        .orElseThrow(() -> new IOException("wrk says: " + said))
        .split(" ");
    return new Figures(
        Long.parseLong(result[1]),
        Long.parseLong(result[2]) / 1e6,
        Long.parseLong(result[3]) / 1e3,
        Long.parseLong(result[4]) / 1e3,
        Long.parseLong(result[5]));
  }

  private Figures h2load(int port, Duration length, List<String> options)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(work, "h2load", ".log");
    List<String> command = new ArrayList<>(List.of("h2load", "-D" + length.toSeconds(), "--log-file=" + log));
    command.addAll(options);
    command.add(url(port, "/bots/bench/small"));
    String said = run(length.plus(GRACE), command.toArray(String[]::new));
    try (Stream<String> lines = Files.lines(log)) {
      // when it began, status, microseconds
      long[] micros = lines.map(line -> line.split("\t"))
          .filter(fields -> fields[1].equals("200"))
          .mapToLong(fields -> Long.parseLong(fields[2]))
          .sorted()
          .toArray();
      return Figures.of(micros, length.toSeconds(), sum(FAILED, said) + sum(NOT_2XX, said));
    } finally {
      Files.delete(log);
    }
  }

  private static long sum(Pattern counts, String said) throws IOException {
    Matcher found = counts.matcher(said);
    if (!found.find()) {
      throw new IOException("h2load says: " + said);
    }
    long sum = 0;
    for (int group = 1; group <= found.groupCount(); group++) {
      sum += Long.parseLong(found.group(group));
    }
    return sum;
  }

  private static String url(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private String run(Duration patience, String... command) throws IOException, InterruptedException {
    Path said = work.resolve("said");
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
    try {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " says: " + Files.readString(said));
      }
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(said);
  }
}

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * From the start of the process to the first answer through it, and the memory that it holds then and after 30,000
 * requests. Reveille's first answer is that of an agent that it has woken for it.
 */
final class Starts {
  private static final int REQUESTS = 30_000;
  private static final Duration SETTLE = Duration.ofSeconds(10);
  private final Stage stage;
  private final Tools tools;
  private final Path archive;

  Starts(Stage stage, Tools tools, Path archive) {
    this.stage = stage;
    this.tools = tools;
    this.archive = archive;
  }

  /** Returns what was wanted of it. */
  List<Goal> print(int rounds) throws IOException, InterruptedException {
    Map<String, Server> servers = new LinkedHashMap<>();
    servers.put("nginx", stage::nginx);
    servers.put("HAProxy", stage::haproxy);
    servers.put("Reveille", () -> stage.reveille("Reveille"));
    servers.put("Reveille, archive", () -> stage.reveille("Reveille, archive", "@" + archive));
    System.out.printf("%n### start and memory%n%n");
    System.out.println("| | first answer ms | RSS MB then | RSS MB after 30,000 requests | 10 s later |");
    System.out.println("|---|---|---|---|---|");
    Map<String, List<Start>> starts = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, Server> each : servers.entrySet()) {
        starts.computeIfAbsent(each.getKey(), name -> new ArrayList<>()).add(measure(each.getValue()));
      }
    }
    starts.forEach(Starts::print);
    List<Start> archived = starts.get("Reveille, archive");
    return List.of(
        new Goal("first answer, ms, with an archive", median(archived, Start::millis), 800, false),
        new Goal("RSS 10 s after 30,000 requests, MB", median(archived, Start::settled), 150, false));
  }

  private Start measure(Server server) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Subject subject = server.start()) {
      subject.awaitAnswer(Stage.ANSWER);
      double millis = (System.nanoTime() - begin) / 1e6;
      double fresh = subject.residentMegabytes();
      tools.requests(subject, REQUESTS);
      double used = subject.residentMegabytes();
      // the JVM gives back what its compilers do not need any more
      Thread.sleep(SETTLE.toMillis());
      return new Start(millis, fresh, used, subject.residentMegabytes());
    }
  }

  private static void print(String name, List<Start> all) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.0f | %.0f |%n",
        name,
        median(all, Start::millis),
        median(all, Start::fresh),
        median(all, Start::used),
        median(all, Start::settled));
  }

  private static double median(List<Start> all, ToDoubleFunction<Start> value) {
    return Table.median(all.stream().mapToDouble(value).toArray());
  }

  private interface Server {
    Subject start() throws IOException;
  }

  private record Start(double millis, double fresh, double used, double settled) {}
}

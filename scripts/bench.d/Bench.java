import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reveille, nginx and HAProxy in front of one backend, all on this machine. In each round every one of them gets the
 * same load, in turn; what counts is the ratio within a round. Run by scripts/bench.
 */
public final class Bench {
  private static final String STARTS = "start";
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private final int rounds = number("ROUNDS", 5);
  private final Duration length = Duration.ofSeconds(number("SECONDS_EACH", 4));
  private final Stage stage;
  private final Tools tools;
  private final List<Goal> goals = new ArrayList<>();
  private boolean failed;

  private Bench(Stage stage, Tools tools) {
    this.stage = stage;
    this.tools = tools;
  }

  /** A folder to work in, the jar, the flags for its archive, names of scenarios (none: all). */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path work = Path.of(args[0]);
    Set<String> chosen = Set.of(List.of(args).subList(3, args.length).toArray(String[]::new));
    Tools tools = new Tools(Path.of("scripts", "bench.d"), work);
    endWithAllChildren();
    try (Stage stage = new Stage(work, Path.of(args[1]))) {
      Bench bench = new Bench(stage, tools);
      bench.machine();
      bench.loads(Scenario.all(tools).stream()
          .filter(scenario -> chosen.isEmpty() || chosen.contains(scenario.name()))
          .toList());
      if (chosen.isEmpty() || chosen.contains(STARTS)) {
        bench.goals.addAll(new Starts(stage, tools, Path.of(args[2])).print(bench.rounds));
      }
      Goal.print(bench.goals);
      if (bench.failed) {
        System.out.println("\nTHERE WERE ERRORS: the figures of those scenarios mean nothing");
        System.exit(1);
      }
    }
  }

  /** Also when somebody interrupts it. */
  private static void endWithAllChildren() {
    Runtime.getRuntime().addShutdownHook(
        new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
  }

  private void machine() throws IOException {
    System.out.printf(
        "%d cores, Linux %s, Java %s, %d rounds of %d s, load before: %s%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.version"),
        System.getProperty("java.version"),
        rounds,
        length.toSeconds(),
        Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
  }

  private void loads(List<Scenario> scenarios) throws IOException, InterruptedException {
    if (scenarios.isEmpty()) {
      return;
    }
    List<Subject> proxies = proxies();
    for (Scenario scenario : scenarios) {
      measure(scenario, proxies);
    }
    for (Subject proxy : proxies) {
      stage.stop(proxy);
    }
  }

  private List<Subject> proxies() throws IOException, InterruptedException {
    List<Subject> proxies = new ArrayList<>();
    proxies.add(stage.ready(stage.nginx()));
    proxies.add(stage.ready(stage.haproxy()));
    for (String transport : List.of("io_uring", "epoll")) {
      Subject reveille =
          stage.ready(stage.reveille("Reveille, " + transport, "-Dreveille.transport=" + transport));
      if (reveille.server().said().contains("Transport: " + transport)) {
        proxies.add(reveille);
      } else {
        System.out.println("There is no " + transport + " on this machine.");
        stage.stop(reveille);
      }
    }
    return proxies;
  }

  private void measure(Scenario scenario, List<Subject> proxies) throws IOException, InterruptedException {
    List<Subject> subjects = new ArrayList<>(proxies);
    if (scenario.ofDirect()) {
      subjects.add(stage.direct(scenario.name()));
    }
    Map<String, List<Measurement>> measured = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      measured.put(subject.name(), new ArrayList<>());
      // what is compiled at run time needs longer than the rest until it is as fast as it gets
      scenario.warmUp().on(subject, subject.server().alone() ? min(WARM_UP, length.multipliedBy(8)) : Duration.ofSeconds(1));
    }
    for (int round = 0; round < rounds; round++) {
      System.err.printf("bench: %s, round %d of %d%n", scenario.name(), round + 1, rounds);
      // whoever comes later meets a warmer machine: take turns
      Collections.rotate(subjects, 1);
      for (Subject subject : subjects) {
        measured.get(subject.name()).add(measure(scenario, subject));
      }
    }
    Table table = new Table(scenario, measured);
    table.print();
    goals.addAll(Goal.of(table));
  }

  private Measurement measure(Scenario scenario, Subject subject) throws IOException, InterruptedException {
    double before = subject.cpuSeconds();
    Figures figures = scenario.load().on(subject, length);
    Measurement measured = new Measurement(subject.name(), figures, subject.cpuSeconds() - before);
    if (figures.errors() > 0 || figures.requests() == 0) {
      failed = true;
      System.err.printf(
          "bench: %s, %s: %d ERRORS beside %d answers%n",
          scenario.name(), subject.name(), figures.errors(), figures.requests());
    }
    return measured;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static int number(String name, int otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : Integer.parseInt(value);
  }
}

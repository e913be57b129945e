import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What Reveille wants to reach, and whether it did. */
record Goal(String what, double found, double limit, boolean atLeast) {
  private static final String URING = "Reveille, io_uring";
  private static final String EPOLL = "Reveille, epoll";

  /** Those of one scenario; none for most. */
  static List<Goal> of(Table table) {
    List<Goal> goals = new ArrayList<>();
    for (String reveille : List.of(URING, EPOLL)) {
      if (table.has(reveille)) {
        add(goals, table, reveille);
      }
    }
    return goals;
  }

  private static void add(List<Goal> goals, Table table, String reveille) {
    String name = table.scenario().name();
    String about = name + ", " + reveille + ": ";
    ToDoubleFunction<Measurement> p50 = one -> one.figures().p50Millis();
    switch (name) {
      case "small-64", "small-512" -> {
        double most = reveille.equals(URING) ? 1.0 : 0.9;
        goals.add(new Goal(
            about + "throughput beside nginx",
            table.ratio(reveille, one -> one.figures().perSecond()),
            most,
            true));
        goals.add(new Goal(
            about + "p99 beside nginx",
            table.ratio(reveille, one -> one.figures().p99Millis()),
            1.2,
            false));
        if (reveille.equals(URING)) {
          goals.add(new Goal(
              about + "CPU beside nginx", table.ratio(reveille, Measurement::cpuMicros), 1.0, false));
        }
      }
      case "steady" ->
          goals.add(new Goal(
              about + "p50 above that of nginx, ms", table.above("nginx", reveille, p50), 0.2, false));
      case "one" ->
          goals.add(new Goal(
              about + "p50 above that of the backend, ms",
              table.above("direct", reveille, p50),
              0.15,
              false));
      default -> {}
    }
  }

  static void print(List<Goal> goals) {
    if (goals.isEmpty()) {
      return;
    }
    System.out.printf("%n### goals%n%n| goal | at | found | |%n|---|---|---|---|%n");
    for (Goal goal : goals) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s %s | %.2f | %s |%n",
          goal.what,
          goal.atLeast ? "≥" : "≤",
          goal.limit,
          goal.found,
          goal.met() ? "met" : "MISSED");
    }
  }

  private boolean met() {
    return atLeast ? found >= limit : found <= limit;
  }
}

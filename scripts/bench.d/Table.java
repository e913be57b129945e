import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One scenario in Markdown: the medians over all rounds and, in brackets, the median of what came out beside nginx in
 * the same round.
 */
record Table(Scenario scenario, Map<String, List<Measurement>> rounds) {
  private static final String YARDSTICK = "nginx";

  void print() {
    System.out.printf("%n### %s: %s%n%n", scenario.name(), scenario.what());
    System.out.println("| | a second | p50 ms | p99 ms | CPU µs each |");
    System.out.println("|---|---|---|---|---|");
    rounds.forEach((subject, all) -> System.out.printf(
        "| %s | %s | %s | %s | %s |%n",
        subject,
        cell("%,.0f", all, one -> one.figures().perSecond()),
        cell("%.2f", all, one -> one.figures().p50Millis()),
        cell("%.2f", all, one -> one.figures().p99Millis()),
        cell("%.0f", all, Measurement::cpuMicros)));
  }

  private String cell(String form, List<Measurement> all, ToDoubleFunction<Measurement> value) {
    String median =
        String.format(Locale.ROOT, form, median(all.stream().mapToDouble(value).toArray()));
    List<Measurement> beside = rounds.getOrDefault(YARDSTICK, List.of());
    if (all == beside || beside.size() != all.size()) {
      return median;
    }
    double[] ratios = IntStream.range(0, all.size())
        .mapToDouble(round -> value.applyAsDouble(all.get(round)) / value.applyAsDouble(beside.get(round)))
        .toArray();
    return String.format(Locale.ROOT, "%s (×%.2f)", median, median(ratios));
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

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
    rounds.keySet().forEach(subject -> System.out.printf(
        "| %s | %s | %s | %s | %s |%n",
        subject,
        cell("%,.0f", subject, one -> one.figures().perSecond()),
        cell("%.2f", subject, one -> one.figures().p50Millis()),
        cell("%.2f", subject, one -> one.figures().p99Millis()),
        cell("%.0f", subject, Measurement::cpuMicros)));
  }

  boolean has(String subject) {
    return rounds.containsKey(subject);
  }

  /** The median over the rounds of what came out beside nginx. */
  double ratio(String subject, ToDoubleFunction<Measurement> value) {
    List<Measurement> all = rounds.get(subject);
    List<Measurement> beside = rounds.get(YARDSTICK);
    return median(IntStream.range(0, all.size())
        .mapToDouble(round -> value.applyAsDouble(all.get(round)) / value.applyAsDouble(beside.get(round)))
        .toArray());
  }

  /** How much more it is than with another one, in the median of the rounds. */
  double above(String other, String subject, ToDoubleFunction<Measurement> value) {
    List<Measurement> all = rounds.get(subject);
    List<Measurement> beside = rounds.get(other);
    return median(IntStream.range(0, all.size())
        .mapToDouble(round -> value.applyAsDouble(all.get(round)) - value.applyAsDouble(beside.get(round)))
        .toArray());
  }

  private String cell(String form, String subject, ToDoubleFunction<Measurement> value) {
    double[] all = rounds.get(subject).stream().mapToDouble(value).toArray();
    String median = String.format(Locale.ROOT, form, median(all));
    return subject.equals(YARDSTICK)
        ? median
        : String.format(Locale.ROOT, "%s (×%.2f)", median, ratio(subject, value));
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}

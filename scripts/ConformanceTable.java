import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What several proxies made of the same cases, side by side, in Markdown: first counted by promise, then case by case.
 *
 * <p>Run by scripts/conformance.
 */
public final class ConformanceTable {
  private static final Pattern REFUSED_OTHERWISE =
      Pattern.compile("\"answered with HTTP/1\\.[01] [45]\\d\\d[^\"]*\"|\"closed without ");
  private static final Pattern MORE = Pattern.compile(" and more: ");
  private final List<String> proxies;
  private final Map<String, Map<String, Verdict>> cases = new TreeMap<>();

  private ConformanceTable(List<String> proxies) {
    this.proxies = proxies;
  }

  /** Of one proxy about one case; {@code REFUSES}: nothing reached the agent, but it is said in another way. */
  private enum Verdict {
    OK("ok"),
    REFUSES("(ok)"),
    DIFFERS("no"),
    NOT_ASKED("–");

    private final String mark;

    Verdict(String mark) {
      this.mark = mark;
    }
  }

  /** The folder with a file of verdicts for each proxy, and their names. */
  public static void main(String[] args) throws IOException {
    ConformanceTable table = new ConformanceTable(Arrays.asList(args).subList(1, args.length));
    for (String proxy : table.proxies) {
      try (Stream<String> lines = Files.lines(Path.of(args[0], proxy))) {
        lines.map(line -> line.split("\t", -1)).forEach(fields -> table.take(proxy, fields));
      }
    }
    table.print();
  }

  private void take(String proxy, String[] fields) {
    String name = fields[0].replaceAll("Test$", "") + ": " + words(fields[1]);
    cases
        .computeIfAbsent(name + " | " + shown(fields[2]), unknown -> new LinkedHashMap<>())
        .put(proxy, verdict(fields[3]));
  }

  private static Verdict verdict(String difference) {
    if (difference.isEmpty()) {
      return Verdict.OK;
    }
    boolean refused =
        REFUSED_OTHERWISE.matcher(difference).find() && !MORE.matcher(difference).find();
    return refused ? Verdict.REFUSES : Verdict.DIFFERS;
  }

  private void print() {
    System.out.println("| promise | cases | " + String.join(" | ", proxies) + " |");
    System.out.println("|---|---|" + "---|".repeat(proxies.size()));
    Map<String, List<Map<String, Verdict>>> promises = new TreeMap<>(cases.entrySet().stream()
        .collect(Collectors.groupingBy(
            each -> each.getKey().substring(0, each.getKey().indexOf(" | ")),
            Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    promises.forEach((promise, all) -> row(promise + " | " + all.size(), proxy -> sum(all, proxy)));
    row("all | " + cases.size(), proxy -> sum(cases.values(), proxy));
    System.out.println("\n| promise | case | " + String.join(" | ", proxies) + " |");
    System.out.println("|---|---|" + "---|".repeat(proxies.size()));
    cases.forEach((name, verdicts) ->
        row(name, proxy -> verdicts.getOrDefault(proxy, Verdict.NOT_ASKED).mark));
  }

  private void row(String name, UnaryOperator<String> cell) {
    System.out.println(
        "| " + name + " | " + proxies.stream().map(cell).collect(Collectors.joining(" | ")) + " |");
  }

  private static String sum(Iterable<Map<String, Verdict>> all, String proxy) {
    Map<Verdict, Integer> counts = new TreeMap<>();
    all.forEach(verdicts ->
        counts.merge(verdicts.getOrDefault(proxy, Verdict.NOT_ASKED), 1, Integer::sum));
    counts.remove(Verdict.NOT_ASKED);
    return counts.isEmpty()
        ? Verdict.NOT_ASKED.mark
        : counts.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().mark)
            .collect(Collectors.joining(", "));
  }

  /** Without its number, which changes, and as code. */
  private static String shown(String test) {
    String bare = test.replaceAll("^\\[\\d+] ", "").replaceAll("^\"(.*)\"$", "$1");
    return bare.isEmpty() ? "" : "`" + bare.replace('`', '\'') + "`";
  }

  /** thereIsOneWayToReadItOrNone: there is one way to read it or none. */
  private static String words(String method) {
    return method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}

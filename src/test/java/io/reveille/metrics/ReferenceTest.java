package io.reveille.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.reveille.config.GatewayConfig;
import io.reveille.core.Agent.State;
import io.reveille.testing.Configurations;
import io.reveille.testing.FakeRuntime;
import io.reveille.testing.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page on the metrics, the dashboard and the alert rules know what there is. {@code -Dreveille.docs.write=true} writes the page. */
class ReferenceTest {
  private static final Path PAGE = Path.of("docs", "metrics.md");
  private static final Path RULES = Path.of("conf", "prometheus-alerts.yml");
  private static final Path DASHBOARD = Path.of("conf", "grafana-dashboard.json");
  private static final String BEGIN = "<!-- metrics -->\n";
  private static final String END = "<!-- /metrics -->";
  private static final Pattern NAME =
      Pattern.compile("\\b(?:reveille|jvm|process|system)_[a-z0-9_]+");

  private final Scraper scraper = new Scraper(config());
  private Map<String, Family> families = Map.of();

  private static GatewayConfig config() {
    return Configurations.load("""
        {"version": 1, "alerts": {"targets": {"ops": {"type": "log"}}}}
        """).config();
  }

  /** Everything has happened once, so that everything is there. */
  @BeforeEach
  void begin() {
    scraper.verticle().counted(new FakeRuntime(scraper.timers(), new ArrayList<>()));
    scraper.with(Reports.full("full", "Full"), Reports.bare("lal", State.PAUSED));
    scraper.step("waking", State.PAUSED, State.STARTING, Duration.ZERO);
    scraper.step("ready", State.STARTING, State.RUNNING, Duration.ZERO);
    families = Family.of(scraper.text());
  }

  @AfterEach
  void close() {
    scraper.close();
  }

  @Test
  void thePageHoldsEveryMetricOfReveille() throws IOException {
    String found = Files.readString(PAGE);
    assertThat(found).contains(BEGIN, END);
    String expected = found.substring(0, found.indexOf(BEGIN) + BEGIN.length())
        + table()
        + found.substring(found.indexOf(END));
    if (Boolean.getBoolean("reveille.docs.write")) {
      Files.writeString(PAGE, expected);
    } else {
      assertThat(found).as("run with -Dreveille.docs.write=true to mend it").isEqualTo(expected);
    }
  }

  private String table() {
    return "| metric | kind | labels | |\n|---|---|---|---|\n"
        + families.values().stream()
            .filter(family -> family.name().startsWith("reveille_"))
            .filter(family -> !family.name().endsWith("_max"))
            .map(Family::row)
            .collect(Collectors.joining())
        + "\nHistograms also have a gauge `…_max`: the longest of the last minutes.\n";
  }

  @Test
  void theSpecifiedMetricsAreThere() {
    assertThat(families.keySet())
        .contains(
            "reveille_agents",
            "reveille_agent_state",
            "reveille_agent_wakes_total",
            "reveille_agent_wake_duration_seconds",
            "reveille_agent_sleeps_total",
            "reveille_agent_crashes_total",
            "reveille_agent_restarts_total",
            "reveille_agent_state_seconds_total",
            "reveille_held_requests",
            "reveille_hold_duration_seconds",
            "reveille_agent_memory_bytes",
            "reveille_memory_freed_bytes",
            "reveille_runtime_up",
            "reveille_runtime_calls_total",
            "reveille_alerts_total",
            "jvm_memory_used_bytes",
            "process_cpu_usage");
  }

  @Test
  void theDashboardAsksForMetricsThatThereAre() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DASHBOARD));
    Set<String> asked = new TreeSet<>();
    dashboard.findValuesAsText("expr").forEach(text -> asked.addAll(names(text)));
    dashboard.findValuesAsText("query").forEach(text -> asked.addAll(names(text)));

    assertThat(asked).hasSizeGreaterThan(15).allSatisfy(this::isThere);
  }

  @Test
  void theAlertRulesAskForMetricsThatThereAreAndTellWhatToDo() throws IOException {
    String page = Files.readString(PAGE);
    List<JsonNode> rules = rules();

    assertThat(rules).hasSizeGreaterThan(10).allSatisfy(rule -> {
      String name = rule.get("alert").asText();
      assertThat(rule.get("labels").get("severity").asText()).isIn("warning", "critical");
      assertThat(rule.get("annotations").get("runbook").asText())
          .isEqualTo("docs/metrics.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(page).contains("\n### " + name + "\n");
      assertThat(names(rule.get("expr").asText())).allSatisfy(this::isThere);
    });
    assertThat(page.lines().filter(line -> line.startsWith("### "))).hasSameSizeAs(rules);
  }

  private void isThere(String name) {
    assertThat(name.startsWith("jvm_gc_pause_seconds")
            || families.values().stream().anyMatch(family -> family.holds(name)))
        .as(name)
        .isTrue();
  }

  private static Set<String> names(String expression) {
    return NAME.matcher(expression).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static List<JsonNode> rules() throws IOException {
    JsonNode file = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(RULES));
    return StreamSupport.stream(file.get("groups").spliterator(), false)
        .flatMap(group -> StreamSupport.stream(group.get("rules").spliterator(), false))
        .toList();
  }

  /** One metric with all its samples. */
  private record Family(
      String name, String kind, String help, Set<String> labels, Set<String> samples) {
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    static Map<String, Family> of(String text) {
      Map<String, Family> families = new TreeMap<>();
      Map<String, String> helps = new TreeMap<>();
      List<Family> last = new ArrayList<>();
      for (String line : text.lines().toList()) {
        String[] words = line.split(" ", 4);
        if (line.startsWith("# HELP ")) {
          helps.put(words[2], words[3]);
        } else if (line.startsWith("# TYPE ")) {
          Family family = new Family(
              words[2],
              words[3],
              helps.getOrDefault(words[2], ""),
              new TreeSet<>(),
              new TreeSet<>());
          families.put(words[2], family);
          last.add(family);
        } else {
          last.get(last.size() - 1).add(line);
        }
      }
      return families;
    }

    private void add(String line) {
      samples.add(line.replaceFirst("[{ ].*", ""));
      LABEL.matcher(line).results().map(label -> label.group(1)).forEach(labels::add);
      labels.remove("le");
    }

    boolean holds(String sample) {
      return samples.contains(sample);
    }

    String row() {
      String shown =
          labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
      return "| `%s` | %s | %s | %s |\n".formatted(name, kind, shown, help);
    }
  }
}

package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.Caller.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.hawkular.agent.prometheus.text.TextPrometheusMetricsProcessor;
import org.hawkular.agent.prometheus.types.MetricFamily;
import org.hawkular.agent.prometheus.walkers.CollectorPrometheusMetricsWalker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of a whole gateway, read by somebody else's parser. */
class ScrapeTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int MANY = 1000;

  @TempDir
  Path folder;

  @Test
  void whatIsAskedOfUnknownAgentsIsCountedTogether() {
    try (ObservedGateway gateway = new ObservedGateway(folder, Map.of())) {
      await(gateway.caller.get("/bots/nobody/")); // this much is there with the first
      Set<String> before = series(scrape(gateway, ""));
      Random random = new Random(7);
      for (int i = 0; i < MANY; i++) {
        String bot = Long.toString(random.nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
        assertThat(await(gateway.caller.get("/bots/" + bot + "/")).status()).isEqualTo(404);
      }

      Answer after = scrape(gateway, "");

      assertThat(series(after)).isEqualTo(before);
      assertThat(after.text())
          .contains("reveille_http_requests_total{agent=\"_unknown\",status=\"4xx\"} 1001.0");
    }
  }

  @Test
  void aWakeAndItsWaitAreInTheScrapeAndEverythingCanBeParsed() throws IOException {
    try (ObservedGateway gateway = new ObservedGateway(folder, Map.of())) {
      gateway.openDoor();
      assertThat(await(gateway.caller.get("/bots/lal/"), LONG).status()).isEqualTo(200);

      until(
          () -> scrape(gateway, "")
              .text()
              .contains(
                  "reveille_agent_wakes_total{agent=\"lal\",from=\"created\",result=\"ready\"} 1.0"),
          LONG);
      Answer answer = scrape(gateway, "");

      assertThat(answer.headers().get("Content-Type")).startsWith("text/plain; version=0.0.4");
      assertThat(answer.text())
          .contains(
              "reveille_agent_wakes_total{agent=\"lal\",from=\"created\",result=\"ready\"} 1.0")
          .contains("reveille_hold_duration_seconds_count{outcome=\"forwarded\"} 1")
          .contains("reveille_runtime_calls_total{operation=\"start\",result=\"ok\"} 1.0")
          .contains("reveille_http_requests_total{agent=\"lal\",status=\"2xx\"} 1.0");
      List<MetricFamily> families = parsed(answer);
      assertThat(families).hasSizeGreaterThan(30).allSatisfy(family -> {
        assertThat(family.getHelp()).as(family.getName()).isNotBlank();
        assertThat(family.getType()).as(family.getName()).isNotNull();
        assertThat(family.getMetrics()).as(family.getName()).isNotEmpty();
      });
      assertThat(families.stream().map(MetricFamily::getName)).doesNotHaveDuplicates();
    }
  }

  @Test
  void openMetricsIsSentToWhoeverAsksForIt() {
    try (ObservedGateway gateway = new ObservedGateway(folder, Map.of())) {
      Answer answer = scrape(
          gateway, "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");

      assertThat(answer.headers().get("Content-Type")).startsWith("application/openmetrics-text");
      assertThat(answer.text()).endsWith("# EOF\n");
      assertThat(scrape(gateway, "text/plain").headers().get("Content-Type"))
          .startsWith("text/plain");
    }
  }

  private static List<MetricFamily> parsed(Answer answer) throws IOException {
    CollectorPrometheusMetricsWalker walker = new CollectorPrometheusMetricsWalker();
    new TextPrometheusMetricsProcessor(new ByteArrayInputStream(answer.body().getBytes()), walker)
        .walk();
    return walker.getAllMetricFamilies();
  }

  private static Answer scrape(ObservedGateway gateway, String accept) {
    Answer answer = await(gateway.operator.get("/metrics", Map.of("Accept", accept)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer;
  }

  /** The names and labels of all samples; which collections there were is for the JVM to say. */
  private static Set<String> series(Answer answer) {
    return answer
        .text()
        .lines()
        .filter(line -> line.startsWith("reveille_"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }
}

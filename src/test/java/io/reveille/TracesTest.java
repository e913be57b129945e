package io.reveille;

import static io.reveille.Collector.hex;
import static io.reveille.Collector.value;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.reveille.Caller.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final Map<String, String> CALLER =
      Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01");
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  Path folder;

  @Test
  void aWakeIsInTheTraceOfTheRequestThatAskedForItAndTheOthersThatWaitAreLinked() {
    try (Collector collector = new Collector();
        ObservedGateway gateway = new ObservedGateway(
            folder,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(), "OTEL_BSP_SCHEDULE_DELAY", "50"))) {
      Future<Answer> first = gateway.caller.get("/bots/lal/first?secret=xyzzy", CALLER);
      gateway.untilHeld(1);
      Future<Answer> second = gateway.caller.get("/bots/lal/second");
      gateway.untilHeld(2);
      gateway.openDoor();
      String seen = traceparent(await(first, LONG));
      assertThat(await(second, LONG).status()).isEqualTo(200);

      Span asked = collector.span("GET", span -> path(span).equals("/bots/lal/first"));
      Span waited = collector.span("GET", span -> path(span).equals("/bots/lal/second"));
      Span wake = collector.span("wake", span -> true);
      Span start = collector.span("start", span -> true);

      assertThat(hex(asked.getTraceId())).isEqualTo(TRACE);
      assertThat(hex(asked.getParentSpanId())).isEqualTo(PARENT);
      assertThat(seen).isEqualTo("00-" + TRACE + "-" + hex(asked.getSpanId()) + "-01");
      assertThat(wake.getTraceId()).isEqualTo(asked.getTraceId());
      assertThat(wake.getParentSpanId()).isEqualTo(asked.getSpanId());
      assertThat(value(wake, "reveille.agent")).isEqualTo("lal");
      assertThat(value(wake, "reveille.wake.from")).isEqualTo("created");
      assertThat(value(wake, "reveille.wake.kind")).isEqualTo("start");
      assertThat(start.getTraceId()).isEqualTo(wake.getTraceId());
      assertThat(start.getParentSpanId()).isEqualTo(wake.getSpanId());
      assertThat(waited.getTraceId()).isNotEqualTo(wake.getTraceId());
      assertThat(List.of(asked, waited))
          .allSatisfy(request -> assertThat(request.getLinksList())
              .singleElement()
              .satisfies(link -> assertThat(link.getSpanId()).isEqualTo(wake.getSpanId())));
      assertThat(collector.spans.toString()).doesNotContain("xyzzy");
    }
  }

  @Test
  void withoutTheVariablesTheTraceOfTheCallerPassesAsItIs() {
    try (ObservedGateway gateway = new ObservedGateway(folder, Map.of())) {
      gateway.openDoor();

      Answer answer = await(gateway.caller.get("/bots/lal/", CALLER), LONG);

      assertThat(traceparent(answer)).isEqualTo(CALLER.get("traceparent"));
    }
  }

  private static String path(Span span) {
    return value(span, "url.path");
  }

  /** What the agent was told. */
  private static String traceparent(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return new JsonObject(answer.text()).getJsonObject("headers").getString("traceparent");
  }
}

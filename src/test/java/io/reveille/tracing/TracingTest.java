package io.reveille.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingTest {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String NOWHERE = "http://127.0.0.1:1";

  @Test
  void nothingIsTracedUnlessTheVariablesSayWhereTo() {
    assertThat(Tracing.from(Map.of())).isEmpty();
    assertThat(Tracing.from(Map.of("OTEL_SERVICE_NAME", "mine"))).isEmpty();
    assertThat(Tracing.from(Map.of(ENDPOINT, ""))).isEmpty();
    assertThat(Tracing.from(Map.of(ENDPOINT, NOWHERE, "OTEL_TRACES_EXPORTER", "none")))
        .isEmpty();
    assertThat(Tracing.from(Map.of(ENDPOINT, NOWHERE, "OTEL_SDK_DISABLED", "TRUE")))
        .isEmpty();
  }

  @Test
  void anEndpointIsEnough() {
    Tracing tracing = Tracing.from(Map.of(ENDPOINT, NOWHERE)).orElseThrow();

    assertThat(tracing.traces().on()).isTrue();
    tracing.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "carrier-pigeon"})
  void whatCannotBeUsedKeepsReveilleFromNothing(String protocol) {
    assertThat(Tracing.from(Map.of(ENDPOINT, NOWHERE, "OTEL_EXPORTER_OTLP_PROTOCOL", protocol)))
        .isEmpty();
  }
}

package io.reveille.tracing;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The variables of OpenTelemetry. Its own default would send traces to this machine whether or not anybody asked; here
 * one of those that say where to must be set.
 */
record Variables(Map<String, String> environment) {
  private static final Logger LOG = LoggerFactory.getLogger(Variables.class);
  private static final String PREFIX = "OTEL_";

  Optional<OpenTelemetrySdk> sdk() {
    if (!ask()) {
      return Optional.empty();
    }
    SLF4JBridgeHandler.removeHandlersForRootLogger(); // what it has to say belongs into our log
    SLF4JBridgeHandler.install();
    try {
      OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook() // they are sent when the last request has ended, not before
          .addPropertiesSupplier(this::properties)
          .build()
          .getOpenTelemetrySdk();
      LOG.info("Traces are sent by OpenTelemetry");
      return Optional.of(sdk);
    } catch (ConfigurationException | IllegalStateException wrong) {
      LOG.error("No traces are sent, for the variables OTEL_… cannot be used", wrong);
      return Optional.empty();
    }
  }

  private boolean ask() {
    boolean disabled = get("OTEL_SDK_DISABLED").equalsIgnoreCase("true");
    String exporter = get("OTEL_TRACES_EXPORTER");
    boolean somewhere = Stream.of(
            "OTEL_TRACES_EXPORTER",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
        .anyMatch(name -> !get(name).isEmpty());
    return somewhere && !disabled && !exporter.equals("none");
  }

  private String get(String name) {
    return environment.getOrDefault(name, "");
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>(Map.of(
        "otel.service.name", "reveille",
        "otel.exporter.otlp.protocol", "http/protobuf",
        "otel.metrics.exporter", "none",
        "otel.logs.exporter", "none"));
    environment.forEach((name, value) -> {
      if (name.startsWith(PREFIX) && !value.isEmpty()) {
        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    return properties;
  }
}

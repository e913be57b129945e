package io.reveille.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.reveille.core.AgentRuntime;
import io.reveille.core.Gates;
import io.reveille.core.Traces;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** All that is needed to follow a request. Exists only if the environment asks for traces. */
public final class Tracing implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final OpenTelemetrySdk sdk;
  private final Wakes wakes;
  private final Tracer tracer;

  private Tracing(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer("io.reveille");
    this.wakes = new Wakes(tracer);
  }

  /** Nothing unless the variables {@code OTEL_…} say where traces go. */
  public static Optional<Tracing> from(Map<String, String> environment) {
    return new Variables(environment).sdk().map(Tracing::new);
  }

  public Traces traces() {
    TextMapPropagator propagator = sdk.getPropagators().getTextMapPropagator();
    return arrival -> new TracedRequest(arrival, tracer, propagator, wakes.of(arrival.agent()));
  }

  /** The same gates; what they show tells when a wake begins and ends. */
  public Gates around(Gates gates) {
    return new TracedGates(gates, wakes);
  }

  /** The same runtime, with its operations in the wakes that they belong to. */
  public AgentRuntime around(AgentRuntime runtime) {
    return new TracedRuntime(runtime, tracer, wakes);
  }

  /** Sends what has not been sent. */
  @Override
  public void close() {
    sdk.shutdown().join(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}

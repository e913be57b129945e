package io.reveille.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.reveille.core.Traces;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request: from its arrival to the end of its exchange. */
final class TracedRequest implements Traces.Request {
  private static final int FAULTS = 500;

  private final TextMapPropagator propagator;
  private final AgentWakes wakes;
  private final Context before;
  private final Span span;
  private SpanContext earlier = SpanContext.getInvalid();

  TracedRequest(
      Traces.Arrival arrival, Tracer tracer, TextMapPropagator propagator, AgentWakes wakes) {
    this.propagator = propagator;
    this.wakes = wakes;
    this.before = propagator.extract(Context.root(), arrival, new Headers());
    String method = Facts.method(arrival.method());
    this.span = tracer
        .spanBuilder(method.equals("_OTHER") ? "HTTP" : method)
        .setSpanKind(SpanKind.SERVER)
        .setParent(before)
        .setAttribute(Facts.AGENT, arrival.agent().value())
        .setAttribute(Facts.METHOD, method)
        .setAttribute(Facts.PATH, arrival.path())
        .startSpan();
  }

  @Override
  public void asksForWake() {
    span.addEvent("held");
    earlier = wakes.now().isPresent() ? SpanContext.getInvalid() : wakes.latest();
    wakes.isAskedFor(span.getSpanContext());
  }

  @Override
  public void waited() {
    span.addEvent("released");
    SpanContext wake = wakes.latest();
    if (wake.isValid() && !wake.equals(earlier)) { // a restart after a crash is no wake
      span.addLink(wake);
    }
  }

  @Override
  public Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    propagator.inject(before.with(span), headers, (carrier, name, value) -> {
      if (carrier != null) {
        carrier.put(name, value);
      }
    });
    return headers;
  }

  @Override
  public void ended(int status) {
    wakes.isNotAskedFor(span.getSpanContext());
    if (status > 0) {
      span.setAttribute(Facts.STATUS, (long) status);
    }
    if (status >= FAULTS) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private static final class Headers implements TextMapGetter<Traces.Arrival> {
    @Override
    public Iterable<String> keys(Traces.Arrival arrival) {
      return List.of(); // only propagators of old formats ask for all names
    }

    @Override
    public @Nullable String get(Traces.@Nullable Arrival arrival, String name) {
      return arrival == null ? null : arrival.header().apply(name);
    }
  }
}

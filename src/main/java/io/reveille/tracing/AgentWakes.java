package io.reveille.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The wakes of one agent, one after the other. A wake belongs to the trace of the request that asked for it first; the
 * others that wait are linked to it. The life cycle shows the states one by one; requests come on any thread.
 */
final class AgentWakes {
  private final BotId agent;
  private final Tracer tracer;
  private final AtomicReference<SpanContext> asker =
      new AtomicReference<>(SpanContext.getInvalid());
  private volatile State state = State.MISSING;
  private volatile Span wake = Span.getInvalid();
  private volatile boolean underWay;

  AgentWakes(BotId agent, Tracer tracer) {
    this.agent = agent;
    this.tracer = tracer;
  }

  /** This one has it woken, unless another one has already. */
  void isAskedFor(SpanContext request) {
    asker.compareAndSet(SpanContext.getInvalid(), request);
  }

  /** This one needs it no longer: no later wake is begun for it. */
  void isNotAskedFor(SpanContext request) {
    asker.compareAndSet(request, SpanContext.getInvalid());
  }

  void shows(AgentView view) {
    State before = state;
    state = view.state();
    if (state == State.STARTING && before.asleep()) {
      begin(before);
    } else if (underWay && state != State.STARTING) {
      end(view);
    }
  }

  private void begin(State from) {
    SpanContext cause = asker.getAndSet(SpanContext.getInvalid());
    wake = tracer
        .spanBuilder("wake")
        .setParent(Context.root().with(Span.wrap(cause)))
        .setAttribute(Facts.AGENT, agent.value())
        .setAttribute(Facts.WAKE_FROM, from.word())
        .startSpan();
    underWay = true;
  }

  private void end(AgentView view) {
    underWay = false;
    if (view.state() == State.RUNNING) {
      wake.setAttribute(Facts.WAKE_KIND, view.lastWake().word());
    } else {
      wake.setStatus(StatusCode.ERROR, "it is " + view.state().word());
    }
    wake.end();
  }

  /** The wake that is under way or was the last. */
  SpanContext latest() {
    return wake.getSpanContext();
  }

  /** The wake that is under way. */
  Optional<Span> now() {
    return underWay ? Optional.of(wake) : Optional.empty();
  }
}

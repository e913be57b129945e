package io.reveille.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.reveille.core.AgentRuntime;
import io.reveille.core.BotId;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Subscription;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * A runtime whose operations are seen: those of a wake in its trace, the others in traces of their own. Looking at
 * agents is not; it goes on all the time.
 */
record TracedRuntime(AgentRuntime runtime, Tracer tracer, Wakes wakes) implements AgentRuntime {
  @Override
  public String name() {
    return runtime.name();
  }

  @Override
  public Future<Subscription> watch(Listener listener) {
    return runtime.watch(listener);
  }

  @Override
  public Future<List<Sighting>> list() {
    return runtime.list();
  }

  @Override
  public Future<Sighting> inspect(BotId agent) {
    return runtime.inspect(agent);
  }

  @Override
  public Future<Outcome> perform(Operation operation, Sighting target) {
    Span span = tracer
        .spanBuilder(operation.word())
        .setSpanKind(SpanKind.CLIENT)
        .setParent(parent(target.id()))
        .setAttribute(Facts.AGENT, target.id().value())
        .setAttribute(Facts.RUNTIME, runtime.name())
        .startSpan();
    return runtime.perform(operation, target).onComplete(end -> end(span, end));
  }

  private Context parent(BotId agent) {
    return wakes.of(agent).now().map(wake -> Context.root().with(wake)).orElseGet(Context::root);
  }

  private static void end(Span span, AsyncResult<Outcome> end) {
    if (end.failed()) {
      span.setStatus(StatusCode.ERROR, String.valueOf(end.cause().getMessage()));
    } else if (!end.result().problem().isEmpty()) {
      span.setStatus(StatusCode.ERROR, end.result().problem());
    }
    span.end();
  }

  @Override
  public Future<Optional<Long>> memory(Sighting target) {
    return runtime.memory(target);
  }

  @Override
  public Future<List<LogLine>> logs(BotId agent, int tail) {
    return runtime.logs(agent, tail);
  }

  @Override
  public Future<Void> close() {
    return runtime.close();
  }
}

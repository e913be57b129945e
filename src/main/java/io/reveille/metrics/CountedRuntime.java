package io.reveille.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reveille.core.AgentRuntime;
import io.reveille.core.BotId;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Subscription;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** A runtime whose calls are counted, by what was asked and what came of it. */
final class CountedRuntime implements AgentRuntime {
  private final AgentRuntime runtime;
  private final MeterRegistry registry;

  private enum Result {
    OK,
    /** It answered, and did not do as asked. */
    REFUSED,
    /** What came of it is not known. */
    FAILED
  }

  CountedRuntime(AgentRuntime runtime, MeterRegistry registry) {
    this.runtime = runtime;
    this.registry = registry;
    for (Operation operation : Operation.values()) {
      counter(operation.word(), Result.REFUSED);
      prepare(operation.word());
    }
    List.of("watch", "list", "inspect", "memory", "logs").forEach(this::prepare);
  }

  private void prepare(String operation) {
    counter(operation, Result.OK);
    counter(operation, Result.FAILED);
  }

  @Override
  public String name() {
    return runtime.name();
  }

  @Override
  public Future<Subscription> watch(Listener listener) {
    return counted("watch", runtime.watch(listener));
  }

  @Override
  public Future<List<Sighting>> list() {
    return counted("list", runtime.list());
  }

  @Override
  public Future<Sighting> inspect(BotId agent) {
    return counted("inspect", runtime.inspect(agent));
  }

  @Override
  public Future<Outcome> perform(Operation operation, Sighting target) {
    return counted(
        operation.word(),
        runtime.perform(operation, target),
        outcome -> outcome.problem().isEmpty());
  }

  @Override
  public Future<Optional<Long>> memory(Sighting target) {
    return counted("memory", runtime.memory(target));
  }

  @Override
  public Future<List<LogLine>> logs(BotId agent, int tail) {
    return counted("logs", runtime.logs(agent, tail));
  }

  @Override
  public Future<Void> close() {
    return runtime.close();
  }

  private <T> Future<T> counted(String operation, Future<T> answer) {
    return counted(operation, answer, any -> true);
  }

  private <T> Future<T> counted(String operation, Future<T> answer, Predicate<T> done) {
    return answer.onComplete(end -> counter(operation, result(end, done)).increment());
  }

  private static <T> Result result(AsyncResult<T> end, Predicate<T> done) {
    if (end.failed()) {
      return Result.FAILED;
    }
    return done.test(end.result()) ? Result.OK : Result.REFUSED;
  }

  private Counter counter(String operation, Result result) {
    return Counter.builder("reveille.runtime.calls")
        .description("Calls to the runtime that agents live in, by what came of them.")
        .tags("operation", operation, "result", result.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}

package io.reveille.simulation;

import io.reveille.core.BotId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What goes on for the sake of those who wait: wakes that were asked for, and heads on their way to an agent. */
final class UnderWay {
  private final Map<BotId, Integer> counts = new HashMap<>();

  /** Counted until all that follows from its end has been done. */
  <T> Future<T> count(BotId agent, Supplier<Future<T>> work) {
    counts.merge(agent, 1, Integer::sum);
    Promise<T> promise = Promise.promise();
    work.get().onComplete(result -> {
      promise.handle(result);
      counts.merge(agent, -1, Integer::sum);
    });
    return promise.future();
  }

  boolean anythingFor(BotId agent) {
    return counts.getOrDefault(agent, 0) > 0;
  }
}

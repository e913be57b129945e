package io.reveille.lifecycle;

import io.reveille.core.BotId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * At most so many agents at once, first come first served: cold starts under way, or agents awake. An agent has
 * at most one place, however often it asks.
 */
final class Turns {
  private final IntSupplier most;
  private final Runnable onShortage;
  private final Set<BotId> taken = new HashSet<>();
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  private record Waiting(BotId agent, BooleanSupplier wanted, Promise<Void> turn) {}

  /**
   * @param most read at each decision, so that it may change; 0: no limit
   * @param onShortage called when somebody has to wait
   */
  Turns(IntSupplier most, Runnable onShortage) {
    this.most = most;
    this.onShortage = onShortage;
  }

  /**
   * Completes when it is the agent's turn; then {@link #giveBack} is owed.
   *
   * @param wanted asked when the turn comes: whoever no longer wants it is passed over and never hears of it
   */
  Future<Void> take(BotId agent, BooleanSupplier wanted) {
    if (taken.contains(agent) || isFree()) {
      taken.add(agent);
      return Future.succeededFuture();
    }
    Waiting one = new Waiting(agent, wanted, Promise.promise());
    waiting.add(one);
    onShortage.run();
    return one.turn().future();
  }

  /** Takes a place whether or not there is one: the agent has it already. */
  void occupy(BotId agent) {
    taken.add(agent);
  }

  /** Does nothing if the agent has no place. */
  void giveBack(BotId agent) {
    if (taken.remove(agent)) {
      next();
    }
  }

  /** A copy: the caller may give places back while it goes through them. */
  Set<BotId> holders() {
    return Set.copyOf(taken);
  }

  int waiting() {
    waiting.removeIf(one -> !one.wanted().getAsBoolean());
    return waiting.size();
  }

  /** How many would have to give their place back so that nobody has to wait. */
  int shortage() {
    int limit = most.getAsInt();
    return limit == 0 ? 0 : Math.max(0, taken.size() + waiting() - limit);
  }

  private void next() {
    while (!waiting.isEmpty() && isFree()) {
      Waiting first = waiting.remove();
      if (first.wanted().getAsBoolean()) {
        taken.add(first.agent());
        first.turn().complete();
      }
    }
  }

  private boolean isFree() {
    int limit = most.getAsInt();
    return limit == 0 || taken.size() < limit;
  }
}

package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.BotId;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Those who asked for one agent to be awake and have not been answered. Each is answered once, in order. */
final class Waiters {
  private final BotId agent;
  private final Timers timers;
  private final List<Waiter> waiters = new ArrayList<>();

  private record Waiter(long deadlineNanos, Promise<WakeReply> promise) {}

  Waiters(BotId agent, Timers timers) {
    this.agent = agent;
    this.timers = timers;
  }

  /** Completes at the latest after {@code patience}, then as {@code STILL_WAKING}. */
  Future<WakeReply> add(Duration patience) {
    Waiter waiter = new Waiter(timers.nanos() + patience.toNanos(), Promise.promise());
    waiters.add(waiter);
    Timers.Timer late = timers.after(patience, () -> expire(waiter));
    return waiter.promise().future().onComplete(answered -> late.cancel());
  }

  boolean any() {
    return !waiters.isEmpty();
  }

  void answerAll(WakeReply reply) {
    answer(reply, waiter -> true);
  }

  /** Answers those who cannot wait for as long as the reply says. */
  void answerTheHasty(WakeReply reply) {
    long until = timers.nanos() + reply.retryAfter().toNanos();
    answer(reply, waiter -> waiter.deadlineNanos() - until <= 0);
  }

  private void answer(WakeReply reply, Predicate<Waiter> whom) {
    List<Waiter> answered = waiters.stream().filter(whom).toList();
    waiters.removeAll(answered); // before the first hears of it: it may ask again at once
    answered.forEach(waiter -> waiter.promise().complete(reply));
  }

  private void expire(Waiter waiter) {
    if (waiters.remove(waiter)) {
      waiter.promise().complete(new WakeReply(agent, Outcome.STILL_WAKING, "", Duration.ZERO));
    }
  }
}

package io.reveille.simulation;

import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** One life of Reveille: when it is killed, nothing that it began ever comes back to it. */
final class Epoch implements Timers {
  private final Timers timers;
  private boolean over;

  Epoch(Timers timers) {
    this.timers = timers;
  }

  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  @Override
  public long nanos() {
    return timers.nanos();
  }

  @Override
  public Instant wall() {
    return timers.wall();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    return timers.after(delay, () -> {
      if (!over) {
        action.run();
      }
    });
  }

  /** What the world answers after {@code delay}, if somebody is still there to hear it. */
  <T> Future<T> later(Duration delay, Supplier<Future<T>> answer) {
    Promise<T> promise = Promise.promise();
    timers.after(
        delay,
        () -> answer.get().onComplete(result -> {
          if (!over) {
            promise.handle(result);
          }
        }));
    return promise.future();
  }
}

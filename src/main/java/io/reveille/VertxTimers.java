package io.reveille;

import io.reveille.core.Timers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;

/** Time as Vert.x and the system tell it. Callbacks come on the context that set the timer. */
public final class VertxTimers implements Timers {
  private final Vertx vertx;

  public VertxTimers(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Instant wall() {
    return Instant.now();
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    // Vert.x counts in whole milliseconds from 1 on; rounding up never fires early
    long millis = Math.max(1, (delay.toNanos() + 999_999) / 1_000_000);
    long id = vertx.setTimer(millis, fired -> action.run());
    return () -> vertx.cancelTimer(id);
  }
}

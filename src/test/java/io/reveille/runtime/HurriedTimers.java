package io.reveille.runtime;

import io.reveille.core.Timers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;

/** Real time in which timers fire too early by a factor: at 20 a timeout of 15 s comes after 750 ms. */
final class HurriedTimers implements Timers {
  private final Vertx vertx;
  private final int haste;

  HurriedTimers(Vertx vertx, int haste) {
    this.vertx = vertx;
    this.haste = haste;
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
    long id = vertx.setTimer(Math.max(1, delay.toMillis() / haste), fired -> action.run());
    return () -> vertx.cancelTimer(id);
  }
}

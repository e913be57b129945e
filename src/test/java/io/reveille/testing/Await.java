package io.reveille.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The one place where a test waits for the end of something asynchronous. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration STEP = Duration.ofMillis(10);

  private Await() {}

  /** The result of {@code future}; an error if it failed or takes more than 5 s. */
  public static <T> T await(Future<T> future) {
    return await(future, PATIENCE);
  }

  public static <T> T await(Future<T> future, Duration patience) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError("failed: " + failed.getCause(), failed.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("not done within " + patience, late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  /** Returns as soon as {@code condition} holds; an error if it does not within {@code patience}. */
  public static void until(BooleanSupplier condition, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not so within " + patience);
      }
      pass(STEP);
    }
  }

  /** Lets so much time go by: for a test in which nothing must happen meanwhile. */
  public static void pass(Duration time) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }
}

package io.reveille.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The one place where a test waits for the end of something asynchronous. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

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
}

package io.reveille.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Waits for what another process brings about, by looking again and again. */
public final class Eventually {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Duration GRACE = Duration.ofSeconds(15);

  private Eventually() {}

  /** Returns when {@code condition} holds; an error that names {@code what} if it does not within {@code patience}. */
  public static void holds(String what, Duration patience, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    CompletableFuture<Void> found = new CompletableFuture<>();
    look(found, condition, () -> {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("not within " + patience + ": " + what);
      }
    });
    // the last look may take a while
    Await.await(Future.fromCompletionStage(found), patience.plus(GRACE));
  }

  /** Lets time pass, for what must not happen meanwhile. */
  public static void after(Duration delay) {
    Executor later = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
    Await.await(
        Future.fromCompletionStage(CompletableFuture.runAsync(() -> {}, later)), delay.plus(GRACE));
  }

  /** The exit code. */
  public static int ended(Process process) {
    return Await.await(Future.fromCompletionStage(process.onExit()), Duration.ofMinutes(2))
        .exitValue();
  }

  private static void look(
      CompletableFuture<Void> found, Callable<Boolean> condition, Runnable again) {
    Executor later =
        CompletableFuture.delayedExecutor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    later.execute(() -> {
      try {
        if (condition.call()) {
          found.complete(null);
        } else {
          again.run();
          look(found, condition, again);
        }
      } catch (Throwable broken) {
        found.completeExceptionally(broken);
      }
    });
  }
}

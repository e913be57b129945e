package io.reveille;

import io.reveille.store.SqliteJournal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.LoggerFactory;

/**
 * What every run of {@code serve} needs and nobody's configuration changes is loaded while the command line and the
 * configuration are read: the log, the transport and SQLite, the last two with native code. Nobody goes on beside it with
 * the same libraries: two threads that load the same classes from different ends may wait for each other for ever. What
 * fails here fails again where it is needed, and is told there.
 */
final class HeadStart {
  private final CompletableFuture<Void> log;
  private final CompletableFuture<Void> all;

  private HeadStart(CompletableFuture<Void> log, CompletableFuture<Void> all) {
    this.log = log;
    this.all = all;
  }

  /** For what needs none. */
  static HeadStart none() {
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    return new HeadStart(done, done);
  }

  /** Returns at once. */
  static HeadStart begin() {
    ExecutorService thread = Executors.newSingleThreadExecutor(load -> {
      Thread made = new Thread(load, "reveille-head-start");
      made.setDaemon(true);
      return made;
    });
    CompletableFuture<Void> log =
        CompletableFuture.runAsync(() -> LoggerFactory.getLogger(HeadStart.class), thread);
    CompletableFuture<Void> all = log.thenRunAsync(Service::fastest, thread)
        .thenRunAsync(SqliteJournal::preload, thread)
        .whenComplete((loaded, fault) -> thread.shutdown());
    return new HeadStart(log, all);
  }

  /** Blocks until there is a log. */
  void awaitLog() {
    await(log);
  }

  /** Blocks until everything is loaded, or could not be. */
  void awaitAll() {
    await(all);
  }

  private static void await(CompletableFuture<Void> part) {
    part.exceptionally(fault -> null).join();
  }
}

package io.reveille.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The one connection that writes. SQLite has one writer, so a pool of one connection is the lock, and what is asked
 * first is written first. That is also why what must be safe at once does not have a connection of its own, but
 * switches the one there is to {@code synchronous=FULL}. Its commit flushes the whole log, so what was written
 * before it is safe as well.
 *
 * @param savedMillis when the last write came to its end; 0 if none has
 */
record Writer(Pool pool, Clock clock, AtomicLong savedMillis) {
  /** With the lock in hand, so that no transaction fails halfway for want of it. */
  private static final String BEGIN = "BEGIN IMMEDIATE";

  private static final String SAFE_AT_ONCE = "PRAGMA synchronous = FULL";
  private static final String SAFE_SOON = "PRAGMA synchronous = NORMAL";

  Writer(Pool pool, Clock clock) {
    this(pool, clock, new AtomicLong());
  }

  /** With the connection to itself. */
  <T> Future<T> alone(Function<SqlConnection, Future<T>> work) {
    return pool.withConnection(work).onSuccess(written -> savedMillis.set(clock.millis()));
  }

  Optional<Instant> savedAt() {
    return Optional.of(savedMillis.get()).filter(at -> at > 0).map(Instant::ofEpochMilli);
  }

  <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return alone(connection -> transaction(connection, work));
  }

  /**
   * The client's own transactions leave the connection without auto-commit, so that whatever is done next on
   * it stays in a transaction that nobody ends.
   */
  static <T> Future<T> transaction(
      SqlConnection connection, Function<SqlConnection, Future<T>> work) {
    return connection
        .query(BEGIN)
        .execute()
        .compose(begun -> work.apply(connection)
            .compose(result -> connection.query("COMMIT").execute().map(result))
            .recover(fault -> connection
                .query("ROLLBACK")
                .execute()
                .transform(undone -> Future.failedFuture(fault))));
  }

  /** On the disk when it completes, not only on its way there. */
  static <T> Future<T> safely(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
    return connection
        .query(SAFE_AT_ONCE)
        .execute()
        .compose(safe -> work.apply(connection))
        .eventually(() -> connection.query(SAFE_SOON).execute());
  }
}

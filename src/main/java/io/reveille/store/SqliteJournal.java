package io.reveille.store;

import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Keep;
import io.reveille.core.Tally;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.jdbcclient.JDBCConnectOptions;
import io.vertx.jdbcclient.JDBCPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The journal in one SQLite file. SQLite has one writer, so a pool of one connection is the lock, and what is
 * asked first is written first: an intent never overtakes the end of the one before it. That is also why an
 * intent does not have a connection of its own, but switches the one there is to {@code synchronous=FULL}. Its
 * commit flushes the whole log, so what was written before it is safe as well.
 */
public final class SqliteJournal implements Journal {
  private static final int READERS = 2;
  /** With the lock in hand, so that no transaction fails halfway for want of it. */
  private static final String BEGIN = "BEGIN IMMEDIATE";

  private static final String SAFE_AT_ONCE = "PRAGMA synchronous = FULL";
  private static final String SAFE_SOON = "PRAGMA synchronous = NORMAL";

  private final Vertx vertx;
  private final DatabaseFile file;
  private final Pool writer;
  private final Pool readers;

  private SqliteJournal(Vertx vertx, DatabaseFile file) {
    this.vertx = vertx;
    this.file = file;
    this.writer = pool(1);
    this.readers = pool(READERS);
  }

  /** Opens the file, made new if there is none, and drops the history that is too old. */
  public static Future<SqliteJournal> open(Vertx vertx, GatewayConfig.Storage storage) {
    return open(vertx, storage, Schema.shipped(), Clock.systemUTC());
  }

  static Future<SqliteJournal> open(
      Vertx vertx, GatewayConfig.Storage storage, Schema schema, Clock clock) {
    return vertx
        .executeBlocking(() -> {
          DatabaseFile file = DatabaseFile.of(storage.url());
          schema.prepare(file, clock);
          return file;
        })
        .map(file -> new SqliteJournal(vertx, file))
        .compose(journal -> journal
            .dropTooOld(storage.keepHistory(), clock.instant())
            .recover(fault -> journal.close().transform(closed -> Future.failedFuture(fault))));
  }

  @Override
  public Future<Memory> recall() {
    return vertx.executeBlocking(() -> Recollection.of(file));
  }

  @Override
  public Future<Void> intend(Intent intent) {
    return writer.withConnection(connection -> connection
        .query(SAFE_AT_ONCE)
        .execute()
        .compose(safe -> write(connection, Sql.PUT_INTENT, Rows.of(intent)))
        .eventually(() -> connection.query(SAFE_SOON).execute())
        .mapEmpty());
  }

  @Override
  public Future<Void> record(Transition transition, AgentRecord after) {
    return transaction(connection -> write(connection, Sql.ADD_TRANSITION, Rows.of(transition))
        .compose(added -> write(connection, Sql.PUT_AGENT, Rows.of(after)))
        .compose(put -> write(connection, Sql.END_INTENT, Tuple.of(after.id().value())))
        .mapEmpty());
  }

  @Override
  public Future<Void> forget(BotId agent) {
    Tuple id = Tuple.of(agent.value());
    return transaction(connection -> write(connection, Sql.FORGET_AGENT, id)
        .compose(gone -> write(connection, Sql.END_INTENT, id))
        .compose(gone -> write(connection, Sql.END_ORDER, id))
        .mapEmpty());
  }

  @Override
  public Future<Void> activity(Map<BotId, Instant> last) {
    if (last.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Tuple> batch = last.entrySet().stream()
        .map(entry -> Tuple.of(entry.getValue().toEpochMilli(), entry.getKey().value()))
        .toList();
    return transaction(connection ->
        connection.preparedQuery(Sql.SET_ACTIVITY).executeBatch(batch).mapEmpty());
  }

  @Override
  public Future<List<Entry>> history(BotId agent, Instant since, Optional<Long> before, int limit) {
    Tuple page =
        Tuple.of(agent.value(), since.toEpochMilli(), before.orElse(Long.MAX_VALUE), limit);
    return readers.preparedQuery(Sql.HISTORY).execute(page).map(rows -> list(rows, Rows::entry));
  }

  @Override
  public Future<List<Entry>> historyOfAll(Instant since, Optional<Long> before, int limit) {
    Tuple page = Tuple.of(since.toEpochMilli(), before.orElse(Long.MAX_VALUE), limit);
    return readers
        .preparedQuery(Sql.HISTORY_OF_ALL)
        .execute(page)
        .map(rows -> list(rows, Rows::entry));
  }

  @Override
  public Future<Tally> tally(Instant since) {
    return new Tallies(readers).since(since);
  }

  @Override
  public Future<Void> keep(BotId agent, Optional<Keep> keep) {
    return keep.map(one -> writer.preparedQuery(Sql.PUT_ORDER).execute(Rows.of(agent, one)))
        .orElseGet(() -> writer.preparedQuery(Sql.END_ORDER).execute(Tuple.of(agent.value())))
        .mapEmpty();
  }

  @Override
  public Future<Map<BotId, Keep>> kept() {
    return readers.query(Sql.ORDERS).execute().map(rows -> {
      Map<BotId, Keep> kept = new HashMap<>();
      rows.forEach(row -> kept.put(new BotId(row.getString("agent")), Rows.keep(row)));
      return kept;
    });
  }

  /** Removes the history older than {@code before}, and returns how many entries that were. */
  public Future<Integer> purge(Instant before) {
    return writer
        .preparedQuery(Sql.PURGE)
        .execute(Tuple.of(before.toEpochMilli()))
        .map(RowSet::rowCount);
  }

  /** A file that was deleted would still take what is written, and lose it at the end. */
  @Override
  public Future<Void> ping() {
    return vertx
        .executeBlocking(file::checkPresent)
        .compose(present -> readers.query(Sql.PING).execute())
        .mapEmpty();
  }

  @Override
  public Future<Void> close() {
    return writer.close().eventually(readers::close);
  }

  private Pool pool(int connections) {
    JDBCConnectOptions how =
        new JDBCConnectOptions().setJdbcUrl(file.url()).setAutoGeneratedKeys(false);
    return JDBCPool.pool(vertx, how, new PoolOptions().setMaxSize(connections));
  }

  private Future<SqliteJournal> dropTooOld(Duration keep, Instant now) {
    return keep.isZero() ? ping().map(this) : purge(now.minus(keep)).map(this);
  }

  /**
   * The client's own transactions leave the connection without auto-commit, so that whatever is done next on
   * it stays in a transaction that nobody ends.
   */
  private <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    return writer.withConnection(connection -> connection
        .query(BEGIN)
        .execute()
        .compose(begun -> work.apply(connection)
            .compose(result -> connection.query("COMMIT").execute().map(result))
            .recover(fault -> connection
                .query("ROLLBACK")
                .execute()
                .transform(undone -> Future.failedFuture(fault)))));
  }

  private static Future<RowSet<Row>> write(SqlConnection connection, String sql, Tuple values) {
    return connection.preparedQuery(sql).execute(values);
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> form) {
    return StreamSupport.stream(rows.spliterator(), false).map(form).toList();
  }
}

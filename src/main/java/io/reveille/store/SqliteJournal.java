package io.reveille.store;

import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.EventLog;
import io.reveille.core.IndicatorPosts;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Keep;
import io.reveille.core.Notice;
import io.reveille.core.Outbox;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/** The journal in one SQLite file: one connection writes, two read. */
public final class SqliteJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);
  private static final int READERS = 2;

  private final Vertx vertx;
  private final DatabaseFile file;
  private final Writer writer;
  private final Pool readers;
  private final SqliteOutbox outbox;

  private SqliteJournal(Vertx vertx, DatabaseFile file, Clock clock) {
    this.vertx = vertx;
    this.file = file;
    this.writer = new Writer(pool(1), clock);
    this.readers = pool(READERS);
    this.outbox = new SqliteOutbox(writer, readers);
  }

  /** Blocks. Loads what of SQLite is native code; a fault is told when a database is opened. */
  public static void preload() {
    try {
      SQLiteJDBCLoader.initialize();
    } catch (Exception fault) {
      LOG.debug("SQLite cannot be loaded yet", fault);
    }
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
        .map(file -> new SqliteJournal(vertx, file, clock))
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
    return writer.alone(connection -> Writer.safely(
        connection, safe -> write(safe, Sql.PUT_INTENT, Rows.of(intent)).mapEmpty()));
  }

  @Override
  public Future<Void> record(Transition transition, AgentRecord after, List<Notice> notices) {
    return outbox.write(
        notices,
        connection -> write(connection, Sql.ADD_TRANSITION, Rows.of(transition))
            .compose(added -> write(connection, Sql.PUT_AGENT, Rows.of(after)))
            .compose(
                put -> write(connection, Sql.END_INTENT, Tuple.of(after.id().value())))
            .mapEmpty());
  }

  @Override
  public Future<Void> post(List<Notice> notices) {
    return outbox.post(notices);
  }

  /** The alerts that it has taken, for those who deliver them. */
  public Outbox outbox() {
    return outbox;
  }

  /** Everything that happened, in the same file. */
  public EventLog events() {
    return new SqliteEventLog(writer, readers);
  }

  /** The posts that tell people of a wake, for those who write them. */
  public IndicatorPosts indicatorPosts() {
    return new SqliteIndicatorPosts(writer, readers);
  }

  @Override
  public Future<Void> forget(BotId agent) {
    Tuple id = Tuple.of(agent.value());
    return writer.transaction(connection -> write(connection, Sql.FORGET_AGENT, id)
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
    return writer.transaction(connection ->
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
    return writer.alone(connection -> keep.map(
            one -> write(connection, Sql.PUT_ORDER, Rows.of(agent, one)))
        .orElseGet(() -> write(connection, Sql.END_ORDER, Tuple.of(agent.value())))
        .mapEmpty());
  }

  @Override
  public Future<Map<BotId, Keep>> kept() {
    return readers.query(Sql.ORDERS).execute().map(rows -> {
      Map<BotId, Keep> kept = new HashMap<>();
      rows.forEach(row -> kept.put(new BotId(row.getString("agent")), Rows.keep(row)));
      return kept;
    });
  }

  /** Removes what is older than {@code before}, and returns how many steps of the history that were. */
  public Future<Integer> purge(Instant before) {
    Tuple age = Tuple.of(before.toEpochMilli());
    return writer.alone(connection -> write(connection, Sql.PURGE_WAITING, age)
        .onSuccess(alerts -> sayHowMany(alerts.rowCount(), before))
        .compose(alerts -> write(connection, Sql.PURGE_DELIVERED, age))
        .compose(alerts -> write(connection, Sql.PURGE_TROUBLES, age))
        .compose(troubles -> write(connection, Sql.PURGE_EVENTS, age))
        .compose(events -> write(connection, Sql.PURGE, age))
        .map(RowSet::rowCount));
  }

  private static void sayHowMany(int alerts, Instant before) {
    if (alerts > 0) {
      LOG.warn("{} alerts from before {} are given up: no target took them", alerts, before);
    }
  }

  @Override
  public Optional<Instant> savedAt() {
    return writer.savedAt();
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
    return writer.pool().close().eventually(readers::close);
  }

  private Pool pool(int connections) {
    JDBCConnectOptions how =
        new JDBCConnectOptions().setJdbcUrl(file.url()).setAutoGeneratedKeys(false);
    return JDBCPool.pool(vertx, how, new PoolOptions().setMaxSize(connections));
  }

  private Future<SqliteJournal> dropTooOld(Duration keep, Instant now) {
    return keep.isZero() ? ping().map(this) : purge(now.minus(keep)).map(this);
  }

  private static Future<RowSet<Row>> write(SqlConnection connection, String sql, Tuple values) {
    return connection.preparedQuery(sql).execute(values);
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> form) {
    return StreamSupport.stream(rows.spliterator(), false).map(form).toList();
  }
}

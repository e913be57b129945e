package io.reveille.store;

import io.reveille.core.BotId;
import io.reveille.core.EventLog;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The events in the journal's file. */
record SqliteEventLog(Writer writer, Pool readers) implements EventLog {
  @Override
  public Future<Void> append(List<Entry> entries) {
    if (entries.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Tuple> batch = entries.stream().map(SqliteEventLog::row).toList();
    return writer.transaction(connection ->
        connection.preparedQuery(Sql.ADD_EVENT).executeBatch(batch).mapEmpty());
  }

  @Override
  public Future<List<Entry>> after(long number, int limit) {
    return readers
        .preparedQuery(Sql.EVENTS_AFTER)
        .execute(Tuple.of(number, limit))
        .map(SqliteEventLog::entries);
  }

  @Override
  public Future<List<Entry>> newest(int limit) {
    return readers
        .preparedQuery(Sql.NEWEST_EVENTS)
        .execute(Tuple.of(limit))
        .map(SqliteEventLog::entries);
  }

  private static Tuple row(Entry entry) {
    return Tuple.of(
        entry.number(),
        entry.name(),
        entry.agent().map(BotId::value).orElse(null),
        entry.at().toEpochMilli(),
        entry.data());
  }

  private static List<Entry> entries(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> new Entry(
            row.getLong("number"),
            row.getString("name"),
            Optional.ofNullable(row.getString("agent")).map(BotId::new),
            Instant.ofEpochMilli(row.getLong("at_ms")),
            row.getString("data")))
        .toList();
  }
}

package io.reveille.store;

import io.reveille.core.Alert;
import io.reveille.core.BotId;
import io.reveille.core.Letter;
import io.reveille.core.Notice;
import io.reveille.core.Outbox;
import io.reveille.core.Subscription;
import io.reveille.core.Trouble;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The alerts of the journal's file that wait for their delivery. */
final class SqliteOutbox implements Outbox {
  private final Writer writer;
  private final Pool readers;
  private final List<Consumer<Set<String>>> watchers = new CopyOnWriteArrayList<>();

  SqliteOutbox(Writer writer, Pool readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public Subscription watch(Consumer<Set<String>> posted) {
    watchers.add(posted);
    return () -> {
      watchers.remove(posted);
      return Future.succeededFuture();
    };
  }

  @Override
  public Future<Void> post(List<Notice> notices) {
    return write(notices, connection -> Future.succeededFuture());
  }

  /** {@code work} and what is to be told of it in one transaction, safe at once if somebody is to be told. */
  Future<Void> write(List<Notice> notices, Function<SqlConnection, Future<Void>> work) {
    return writer
        .alone(connection -> Posting.of(connection, notices).compose(posting -> {
          Function<SqlConnection, Future<Void>> all =
              begun -> work.apply(begun).compose(done -> posting.write(begun));
          return posting.isEmpty()
              ? Writer.transaction(connection, work).map(posting)
              : Writer.safely(connection, safe -> Writer.transaction(safe, all)).map(posting);
        }))
        .onSuccess(this::tell)
        .mapEmpty();
  }

  private void tell(Posting posting) {
    Set<String> targets = posting.targets();
    if (!targets.isEmpty()) {
      watchers.forEach(watcher -> watcher.accept(targets));
    }
  }

  @Override
  public Future<Optional<Letter>> next(String target, Instant now) {
    long at = now.toEpochMilli();
    return readers
        .preparedQuery(Sql.NEXT_LETTER)
        .execute(Tuple.of(target, at, at))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false)
            .map(SqliteOutbox::letter)
            .findFirst());
  }

  /** On the disk at once, as all that decides on what is sent: a sent alert that comes back is sent again. */
  @Override
  public Future<Void> delivered(Letter letter, Instant at) {
    return write(Sql.DELIVER_LETTER, Tuple.of(at.toEpochMilli(), letter.id()));
  }

  @Override
  public Future<Void> postpone(Letter letter, Letter.Waiting why, Instant next, String problem) {
    return write(
        Sql.POSTPONE_LETTER, Tuple.of(next.toEpochMilli(), word(why), problem, letter.id()));
  }

  @Override
  public Future<Set<String>> waitedFor() {
    return readers.query(Sql.WAITED_FOR).execute().map(rows -> {
      Set<String> targets = new TreeSet<>();
      rows.forEach(row -> targets.add(row.getString("target")));
      return targets;
    });
  }

  @Override
  public Future<Void> switchOff(String target, String setting) {
    return write(Sql.SWITCH_OFF, Tuple.of(target, setting));
  }

  @Override
  public Future<Void> switchOn(String target) {
    return write(Sql.SWITCH_ON, Tuple.of(target));
  }

  @Override
  public Future<Map<String, String>> switchedOff() {
    return readers.query(Sql.SWITCHED_OFF).execute().map(rows -> {
      Map<String, String> off = new HashMap<>();
      rows.forEach(row -> off.put(row.getString("target"), row.getString("setting")));
      return off;
    });
  }

  @Override
  public Future<List<Trouble>> troubles(Optional<Boolean> open, Optional<Long> before, int limit) {
    return new Troubles(readers).page(open, before.orElse(Long.MAX_VALUE), limit);
  }

  private Future<Void> write(String sql, Tuple values) {
    return writer.alone(connection -> Writer.safely(
        connection, safe -> safe.preparedQuery(sql).execute(values).mapEmpty()));
  }

  private static Letter letter(Row row) {
    return new Letter(
        row.getString("id"),
        row.getString("target"),
        new Alert(
            row.getString("event"),
            Optional.ofNullable(row.getString("agent")).map(BotId::new),
            row.getInteger("resolved") != 0,
            Instant.ofEpochMilli(row.getLong("at_ms")),
            row.getString("title"),
            row.getString("detail"),
            row.getString("data")),
        row.getInteger("attempts"),
        Instant.ofEpochMilli(row.getLong("due_ms")),
        Letter.Waiting.valueOf(row.getString("waiting").toUpperCase(Locale.ROOT)));
  }

  private static String word(Letter.Waiting why) {
    return why.name().toLowerCase(Locale.ROOT);
  }
}

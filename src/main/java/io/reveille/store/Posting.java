package io.reveille.store;

import io.reveille.core.Alert;
import io.reveille.core.Letter;
import io.reveille.core.Notice;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What notices come to, given what the targets have been told of already: letters, and which troubles begin and end. */
record Posting(List<Notice.Envelope> letters, List<Incident> begun, List<Incident> ended) {
  private static final Posting NOTHING = new Posting(List.of(), List.of(), List.of());

  /** A trouble that a target knows of. */
  record Incident(String subject, String trouble, String target, String alert, boolean tellEnd) {
    static Incident of(Row row) {
      return new Incident(
          row.getString("subject"),
          row.getString("trouble"),
          row.getString("target"),
          row.getString("alert"),
          row.getInteger("tell_end") != 0);
    }

    boolean isOf(Notice notice) {
      return subject.equals(notice.subject()) && notice.troubles().contains(trouble);
    }
  }

  /** On the connection that will write it, so that nothing comes in between. */
  static Future<Posting> of(SqlConnection connection, List<Notice> notices) {
    if (notices.isEmpty()) {
      return Future.succeededFuture(NOTHING);
    }
    Future<List<Incident>> open = Future.succeededFuture(List.of());
    for (String subject : notices.stream().map(Notice::subject).distinct().toList()) {
      open = open.compose(before -> open(connection, subject).map(more -> joined(before, more)));
    }
    return open.map(incidents -> plan(notices, incidents));
  }

  private static Future<List<Incident>> open(SqlConnection connection, String subject) {
    return connection
        .preparedQuery(Sql.INCIDENTS)
        .execute(Tuple.of(subject))
        .map(rows ->
            StreamSupport.stream(rows.spliterator(), false).map(Incident::of).toList());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static Posting plan(List<Notice> notices, List<Incident> known) {
    List<Incident> open = new ArrayList<>(known);
    Posting posting = new Posting(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Notice notice : notices) {
      switch (notice.kind()) {
        case ONCE -> posting.letters.add(notice.letter());
        case BEGINS -> posting.begin(notice, open);
        case ENDS -> posting.end(notice, open);
      }
    }
    return posting;
  }

  private void begin(Notice notice, List<Incident> open) {
    Notice.Envelope letter = notice.letter();
    boolean known = open.stream()
        .anyMatch(incident -> incident.isOf(notice) && incident.target().equals(letter.target()));
    if (!known) {
      String trouble = letter.alert().event();
      Incident incident =
          new Incident(notice.subject(), trouble, letter.target(), letter.id(), notice.tellEnd());
      open.add(incident);
      begun.add(incident);
      letters.add(letter);
    }
  }

  private void end(Notice notice, List<Incident> open) {
    Alert end = notice.letter().alert();
    for (Incident incident : open.stream().filter(one -> one.isOf(notice)).toList()) {
      open.remove(incident);
      ended.add(incident);
      if (incident.tellEnd()) {
        letters.add(new Notice.Envelope(Letter.idOfEnd(incident.alert()), incident.target(), end));
      }
    }
  }

  boolean isEmpty() {
    return letters.isEmpty() && begun.isEmpty() && ended.isEmpty();
  }

  Future<Void> write(SqlConnection connection) {
    return batch(connection, Sql.ADD_LETTER, letters.stream().map(Posting::row).toList())
        .compose(added -> batch(
            connection,
            Sql.BEGIN_INCIDENT,
            begun.stream()
                .map(one -> Tuple.of(
                    one.subject(), one.trouble(), one.target(), one.alert(), one.tellEnd() ? 1 : 0))
                .toList()))
        .compose(begunNow -> batch(
            connection,
            Sql.END_INCIDENT,
            ended.stream()
                .map(one -> Tuple.of(one.subject(), one.trouble(), one.target()))
                .toList()));
  }

  private static Future<Void> batch(SqlConnection connection, String sql, List<Tuple> rows) {
    return rows.isEmpty()
        ? Future.succeededFuture()
        : connection.preparedQuery(sql).executeBatch(rows).mapEmpty();
  }

  private static Tuple row(Notice.Envelope letter) {
    Alert alert = letter.alert();
    Optional<String> agent = alert.agent().map(id -> id.value());
    Tuple row = Tuple.of(letter.id(), letter.target(), alert.event(), agent.orElse(null));
    row.addInteger(alert.resolved() ? 1 : 0);
    row.addLong(alert.at().toEpochMilli());
    row.addString(alert.title());
    row.addString(alert.detail());
    row.addString(alert.data());
    return row.addLong(alert.at().toEpochMilli());
  }
}

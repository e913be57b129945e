package io.reveille.store;

import io.reveille.core.Alert;
import io.reveille.core.BotId;
import io.reveille.core.Letter;
import io.reveille.core.Notice;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What notices come to, given what the targets have been told of already: letters, and which troubles begin and end. */
record Posting(List<Post> posts, List<Incident> begun, List<End> ended, List<Notice> news) {
  private static final Posting NOTHING = new Posting(List.of(), List.of(), List.of(), List.of());

  /** A letter, with the trouble that it is about. */
  record Post(String subject, String trouble, Notice.Envelope letter) {}

  record End(Incident incident, Instant at) {}

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
    Posting posting =
        new Posting(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Notice notice : notices) {
      switch (notice.kind()) {
        case ONCE -> posting.tell(notice);
        case BEGINS -> posting.begin(notice, open);
        case ENDS -> posting.end(notice, open);
      }
    }
    return posting;
  }

  private void tell(Notice notice) {
    Notice.Envelope letter = notice.letter();
    if (letter.target().equals(Notice.TO_NOBODY)) {
      news.add(notice);
    } else {
      posts.add(new Post(notice.subject(), letter.alert().event(), letter));
    }
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
      tell(notice);
    }
  }

  private void end(Notice notice, List<Incident> open) {
    Alert end = notice.letter().alert();
    for (Incident incident : open.stream().filter(one -> one.isOf(notice)).toList()) {
      open.remove(incident);
      ended.add(new End(incident, end.at()));
      if (incident.tellEnd()) {
        posts.add(new Post(
            incident.subject(),
            incident.trouble(),
            new Notice.Envelope(Letter.idOfEnd(incident.alert()), incident.target(), end)));
      }
    }
  }

  boolean isEmpty() {
    return posts.isEmpty() && begun.isEmpty() && ended.isEmpty() && news.isEmpty();
  }

  /** Who has mail. */
  Set<String> targets() {
    return posts.stream().map(post -> post.letter().target()).collect(Collectors.toSet());
  }

  Future<Void> write(SqlConnection connection) {
    return batch(connection, Sql.BEGIN_TROUBLE, news, Posting::trouble)
        .compose(known -> batch(connection, Sql.ADD_LETTER, posts, Posting::letter))
        .compose(added -> batch(
            connection,
            Sql.BEGIN_INCIDENT,
            begun,
            one -> Tuple.of(
                one.subject(), one.trouble(), one.target(), one.alert(), one.tellEnd() ? 1 : 0)))
        .compose(told -> batch(
            connection,
            Sql.END_INCIDENT,
            ended,
            end -> Tuple.of(
                end.incident().subject(),
                end.incident().trouble(),
                end.incident().target())))
        .compose(over -> batch(
            connection,
            Sql.END_TROUBLE,
            ended,
            end -> Tuple.of(
                end.at().toEpochMilli(),
                end.incident().subject(),
                end.incident().trouble())));
  }

  private static <T> Future<Void> batch(
      SqlConnection connection, String sql, List<T> items, Function<T, Tuple> form) {
    return items.isEmpty()
        ? Future.succeededFuture()
        : connection
            .preparedQuery(sql)
            .executeBatch(items.stream().map(form).toList())
            .mapEmpty();
  }

  /** What nothing can end is over as it begins. */
  private static Tuple trouble(Notice notice) {
    Alert alert = notice.letter().alert();
    Long at = alert.at().toEpochMilli();
    Tuple row = Tuple.of(notice.subject(), alert.event(), agent(alert), at);
    row.addLong(notice.kind() == Notice.Kind.ONCE ? at : null);
    row.addString(alert.title()).addString(alert.detail());
    return row.addString(notice.subject())
        .addString(alert.event())
        .addLong(at)
        .addString(alert.detail());
  }

  private static Tuple letter(Post post) {
    Alert alert = post.letter().alert();
    Tuple row = Tuple.of(post.letter().id(), post.letter().target(), alert.event(), agent(alert));
    row.addInteger(alert.resolved() ? 1 : 0);
    row.addLong(alert.at().toEpochMilli());
    row.addString(alert.title());
    row.addString(alert.detail());
    row.addString(alert.data());
    row.addLong(alert.at().toEpochMilli());
    return row.addString(post.subject()).addString(post.trouble());
  }

  private static @Nullable String agent(Alert alert) {
    return alert.agent().map(BotId::value).orElse(null);
  }
}

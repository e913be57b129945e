package io.reveille.store;

import io.reveille.core.BotId;
import io.reveille.core.Outbox;
import io.reveille.core.Trouble;
import io.reveille.core.Trouble.Delivery;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads what admins should know of, and how far the word has come. */
record Troubles(Pool readers) {
  private static final String UNKNOWN = "It is not in the configuration any more.";

  Future<List<Trouble>> page(Optional<Boolean> open, long before, int limit) {
    String which =
        open.map(goesOn -> goesOn ? Sql.TROUBLES_OPEN : Sql.TROUBLES_OVER).orElse(Sql.TROUBLES);
    return readers
        .preparedQuery(which)
        .execute(Tuple.of(before, limit))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
        .compose(this::withDeliveries);
  }

  /** The newest row is the first. */
  private Future<List<Trouble>> withDeliveries(List<Row> found) {
    if (found.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Tuple range =
        Tuple.of(found.get(found.size() - 1).getLong("number"), found.get(0).getLong("number"));
    return readers.preparedQuery(Sql.DELIVERIES).execute(range).map(rows -> {
      Map<Long, List<Delivery>> deliveries = new HashMap<>();
      rows.forEach(row -> deliveries
          .computeIfAbsent(row.getLong("trouble"), number -> new ArrayList<>())
          .add(delivery(row)));
      return found.stream()
          .map(row -> trouble(row, deliveries.getOrDefault(row.getLong("number"), List.of())))
          .toList();
    });
  }

  private static Delivery delivery(Row row) {
    Delivery.State state = state(row);
    return new Delivery(
        row.getString("target"),
        state,
        row.getInteger("attempts"),
        state == Delivery.State.PENDING
            ? Optional.of(Instant.ofEpochMilli(row.getLong("due_ms")))
            : Optional.empty(),
        Outbox.NOT_CONFIGURED.equals(row.getString("setting")) && state == Delivery.State.FAILED
            ? UNKNOWN
            : row.getString("problem"));
  }

  private static Delivery.State state(Row row) {
    if (row.getLong("delivered_ms") != null) {
      return Delivery.State.SENT;
    }
    return row.getInteger("is_off") == 0 ? Delivery.State.PENDING : Delivery.State.FAILED;
  }

  private static Trouble trouble(Row row, List<Delivery> deliveries) {
    return new Trouble(
        row.getLong("number"),
        row.getString("event"),
        Optional.ofNullable(row.getString("agent")).map(BotId::new),
        Instant.ofEpochMilli(row.getLong("at_ms")),
        Optional.ofNullable(row.getLong("ended_ms")).map(Instant::ofEpochMilli),
        row.getString("title"),
        row.getString("detail"),
        List.copyOf(deliveries));
  }
}

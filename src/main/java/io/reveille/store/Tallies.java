package io.reveille.store;

import io.reveille.core.Agent.State;
import io.reveille.core.Tally;
import io.reveille.core.Tally.Bucket;
import io.reveille.core.Tally.WakeTimes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Counts the history. */
record Tallies(Pool readers) {
  private static final String PAUSED = "paused";

  Future<Tally> since(Instant beginning) {
    long from = beginning.toEpochMilli();
    return times(from)
        .compose(times -> buckets(from)
            .compose(buckets -> sleeps(from)
                .compose(sleeps -> spent(from)
                    .map(spent -> new Tally(
                        times.getOrDefault("all", WakeTimes.NONE),
                        times.getOrDefault(PAUSED, WakeTimes.NONE),
                        times.getOrDefault("stopped", WakeTimes.NONE),
                        buckets,
                        sleeps,
                        spent)))));
  }

  private Future<Map<String, WakeTimes>> times(long from) {
    return readers.preparedQuery(TallySql.TIMES).execute(Tuple.of(from)).map(rows -> {
      Map<String, WakeTimes> times = new HashMap<>();
      for (Row row : rows) {
        times.put(
            row.getString("origin"),
            new WakeTimes(row.getInteger("many"), millis(row, "p50_ms"), millis(row, "p90_ms")));
      }
      return times;
    });
  }

  private Future<List<Bucket>> buckets(long from) {
    return readers.preparedQuery(TallySql.BUCKETS).execute(Tuple.of(from)).map(rows -> {
      int[] fromPaused = new int[Tally.LIMITS.size() + 1];
      int[] fromStopped = new int[Tally.LIMITS.size() + 1];
      for (Row row : rows) {
        int[] counts = PAUSED.equals(row.getString("origin")) ? fromPaused : fromStopped;
        counts[row.getInteger("bucket")] = row.getInteger("many");
      }
      return IntStream.range(0, fromPaused.length)
          .mapToObj(bucket -> new Bucket(fromPaused[bucket], fromStopped[bucket]))
          .toList();
    });
  }

  private Future<Map<State, Integer>> sleeps(long from) {
    return readers.preparedQuery(TallySql.SLEEPS).execute(Tuple.of(from)).map(rows -> {
      Map<State, Integer> sleeps = new EnumMap<>(State.class);
      for (Row row : rows) {
        sleeps.put(State.of(row.getString("to_state")), row.getInteger("many"));
      }
      return sleeps;
    });
  }

  private Future<Map<State, Duration>> spent(long from) {
    Tuple values = Tuple.of(from, from, from);
    return readers.preparedQuery(TallySql.SPENT).execute(values).map(rows -> {
      Map<State, Duration> spent = new EnumMap<>(State.class);
      for (Row row : rows) {
        millis(row, "spent_ms")
            .ifPresent(time -> spent.put(State.of(row.getString("from_state")), time));
      }
      return spent;
    });
  }

  private static Optional<Duration> millis(Row row, String column) {
    return Optional.ofNullable(row.getLong(column)).map(Duration::ofMillis);
  }
}

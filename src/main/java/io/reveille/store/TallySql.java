package io.reveille.store;

import io.reveille.core.Tally;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the history is counted by. All take the beginning, in milliseconds, as often as {@code ?} stands in them. */
final class TallySql {
  /** The wakes by requests and operators; {@code created} counts as {@code stopped}. */
  private static final String WOKEN = """
      WITH woken AS (
        SELECT done.lasted_ms, (
            SELECT before.from_state FROM transition before
            WHERE before.agent = done.agent AND before.id < done.id ORDER BY before.id DESC LIMIT 1
          ) AS origin
        FROM transition done
        WHERE done.from_state = 'starting' AND done.to_state = 'running' AND done.at_ms >= ?
      ), counted AS (
        SELECT lasted_ms, CASE origin WHEN 'paused' THEN 'paused' ELSE 'stopped' END AS origin
        FROM woken WHERE origin IN ('paused', 'stopped', 'created')
      )
      """;

  /** One row for each origin, and one for {@code all}: the count and the times that 50 and 90 % took at most. */
  static final String TIMES = WOKEN + """
      , both AS (
        SELECT origin, lasted_ms FROM counted
        UNION ALL SELECT 'all' AS origin, lasted_ms FROM counted
      ), ranked AS (
        SELECT origin, lasted_ms,
          row_number() OVER (PARTITION BY origin ORDER BY lasted_ms) AS place,
          count(*) OVER (PARTITION BY origin) AS many
        FROM both
      )
      SELECT origin, count(*) AS many,
        min(CASE WHEN place * 2 >= many THEN lasted_ms END) AS p50_ms,
        min(CASE WHEN place * 10 >= many * 9 THEN lasted_ms END) AS p90_ms
      FROM ranked GROUP BY origin
      """;

  static final String BUCKETS =
      WOKEN + "SELECT origin, bucket, count(*) AS many FROM (SELECT origin, CASE "
          + IntStream.range(0, Tally.LIMITS.size())
              .mapToObj(bucket ->
                  "WHEN lasted_ms <= " + Tally.LIMITS.get(bucket).toMillis() + " THEN " + bucket)
              .collect(Collectors.joining(" "))
          + " ELSE " + Tally.LIMITS.size()
          + " END AS bucket FROM counted) sorted GROUP BY origin, bucket";

  static final String SLEEPS = """
      SELECT to_state, count(*) AS many FROM transition
      WHERE at_ms >= ? AND from_state = 'idle' AND to_state IN ('paused', 'stopped') GROUP BY to_state
      """;

  /** Of a state that began before, only what lies inside. */
  static final String SPENT = """
      SELECT from_state, sum(CASE WHEN at_ms - lasted_ms < ? THEN at_ms - ? ELSE lasted_ms END) AS spent_ms
      FROM transition WHERE at_ms >= ? GROUP BY from_state
      """;

  private TallySql() {}
}

package io.reveille.store;

/** All statements. What is not standard SQL is also PostgreSQL's; pragmas stand with SQLite's own code. */
final class Sql {
  static final String ADD_TRANSITION = """
      INSERT INTO transition (agent, from_state, to_state, cause, at_ms, lasted_ms)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  static final String PUT_AGENT = """
      INSERT INTO agent (id, state, cause, since_ms, last_activity_ms, instance, started_at, attempts,
        next_attempt_ms, first_crash_ms, exit_code, exit_oom_killed, exit_announced, exit_at_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET
        state = excluded.state, cause = excluded.cause, since_ms = excluded.since_ms,
        last_activity_ms = excluded.last_activity_ms, instance = excluded.instance,
        started_at = excluded.started_at, attempts = excluded.attempts,
        next_attempt_ms = excluded.next_attempt_ms, first_crash_ms = excluded.first_crash_ms,
        exit_code = excluded.exit_code, exit_oom_killed = excluded.exit_oom_killed,
        exit_announced = excluded.exit_announced, exit_at_ms = excluded.exit_at_ms
      """;

  static final String PUT_INTENT = """
      INSERT INTO intent (agent, operation, instance, started_at, at_ms) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (agent) DO UPDATE SET
        operation = excluded.operation, instance = excluded.instance,
        started_at = excluded.started_at, at_ms = excluded.at_ms
      """;

  static final String END_INTENT = "DELETE FROM intent WHERE agent = ?";

  static final String FORGET_AGENT = "DELETE FROM agent WHERE id = ?";

  static final String SET_ACTIVITY = "UPDATE agent SET last_activity_ms = ? WHERE id = ?";

  static final String AGENTS = "SELECT * FROM agent ORDER BY id";

  static final String INTENTS = "SELECT * FROM intent ORDER BY agent";

  /**
   * The newest wakes of each agent, oldest first, each with the state before {@code starting}; null where
   * that step was purged.
   */
  static final String WAKES = """
      SELECT wake.agent, wake.lasted_ms, (
          SELECT before.from_state FROM transition before
          WHERE before.agent = wake.agent AND before.id < wake.id ORDER BY before.id DESC LIMIT 1
        ) AS woken_from
      FROM agent JOIN transition wake ON wake.id IN (
          SELECT newest.id FROM transition newest
          WHERE newest.agent = agent.id AND newest.from_state = 'starting' AND newest.to_state = 'running'
          ORDER BY newest.id DESC LIMIT 50
        )
      ORDER BY wake.id
      """;

  static final String HISTORY = """
      SELECT * FROM transition WHERE agent = ? AND at_ms >= ? AND id < ? ORDER BY id DESC LIMIT ?
      """;

  static final String HISTORY_OF_ALL = """
      SELECT * FROM transition WHERE at_ms >= ? AND id < ? ORDER BY id DESC LIMIT ?
      """;

  static final String PUT_ORDER = """
      INSERT INTO standing_order (agent, mode, until_ms) VALUES (?, ?, ?)
      ON CONFLICT (agent) DO UPDATE SET mode = excluded.mode, until_ms = excluded.until_ms
      """;

  static final String END_ORDER = "DELETE FROM standing_order WHERE agent = ?";

  static final String ORDERS = "SELECT * FROM standing_order ORDER BY agent";

  static final String PURGE = "DELETE FROM transition WHERE at_ms < ?";

  static final String PING = "SELECT count(*) FROM intent";

  private Sql() {}
}

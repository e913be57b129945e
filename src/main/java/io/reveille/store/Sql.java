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

  static final String INCIDENTS = "SELECT * FROM incident WHERE subject = ?";

  static final String BEGIN_INCIDENT = """
      INSERT INTO incident (subject, trouble, target, alert, tell_end) VALUES (?, ?, ?, ?, ?)
      """;

  static final String END_INCIDENT =
      "DELETE FROM incident WHERE subject = ? AND trouble = ? AND target = ?";

  /** A write whose end was not heard of is made again: its letters are there then. */
  static final String ADD_LETTER = """
      INSERT INTO alert (id, target, event, agent, resolved, at_ms, title, detail, data, due_ms, trouble, attempts, waiting)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        (SELECT max(number) FROM trouble WHERE subject = ? AND event = ?), 0, 'new')
      ON CONFLICT (id) DO NOTHING
      """;

  /** Letters that their target does not take come last, the one that is due first before the others. */
  static final String NEXT_LETTER = """
      SELECT * FROM alert WHERE target = ? AND delivered_ms IS NULL
      ORDER BY
        CASE WHEN waiting = 'letter' AND due_ms > ? THEN 1 ELSE 0 END,
        CASE WHEN waiting = 'letter' AND due_ms > ? THEN due_ms ELSE number END
      LIMIT 1
      """;

  static final String WAITED_FOR = "SELECT DISTINCT target FROM alert WHERE delivered_ms IS NULL";

  static final String DELIVER_LETTER = """
      UPDATE alert SET attempts = attempts + 1, delivered_ms = ?, problem = ''
      WHERE id = ? AND delivered_ms IS NULL
      """;

  static final String POSTPONE_LETTER = """
      UPDATE alert SET attempts = attempts + 1, due_ms = ?, waiting = ?, problem = ? WHERE id = ?
      """;

  static final String PURGE_WAITING = "DELETE FROM alert WHERE at_ms < ? AND delivered_ms IS NULL";

  static final String PURGE_DELIVERED =
      "DELETE FROM alert WHERE at_ms < ? AND delivered_ms IS NOT NULL";

  /** A write whose end was not heard of is made again: its trouble is there then. */
  static final String BEGIN_TROUBLE = """
      INSERT INTO trouble (subject, event, agent, at_ms, ended_ms, title, detail)
      SELECT ?, ?, ?, ?, ?, ?, ?
      WHERE NOT EXISTS (SELECT 1 FROM trouble WHERE subject = ? AND event = ? AND at_ms = ? AND detail = ?)
      """;

  static final String END_TROUBLE =
      "UPDATE trouble SET ended_ms = ? WHERE subject = ? AND event = ? AND ended_ms IS NULL";

  static final String TROUBLES =
      "SELECT * FROM trouble WHERE number < ? ORDER BY number DESC LIMIT ?";

  static final String TROUBLES_OPEN = """
      SELECT * FROM trouble WHERE number < ? AND ended_ms IS NULL ORDER BY number DESC LIMIT ?
      """;

  static final String TROUBLES_OVER = """
      SELECT * FROM trouble WHERE number < ? AND ended_ms IS NOT NULL ORDER BY number DESC LIMIT ?
      """;

  /** Of the beginnings; a target that is switched off gets nothing any more. */
  static final String DELIVERIES = """
      SELECT alert.*, CASE WHEN target_off.target IS NULL THEN 0 ELSE 1 END AS is_off,
        target_off.setting
      FROM alert LEFT JOIN target_off ON target_off.target = alert.target
      WHERE alert.trouble BETWEEN ? AND ? AND alert.resolved = 0 ORDER BY alert.number
      """;

  static final String PURGE_TROUBLES = "DELETE FROM trouble WHERE ended_ms < ?";

  static final String ADD_EVENT = """
      INSERT INTO event (number, name, agent, at_ms, data) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (number) DO NOTHING
      """;

  static final String EVENTS_AFTER = "SELECT * FROM event WHERE number > ? ORDER BY number LIMIT ?";

  static final String NEWEST_EVENTS = """
      SELECT * FROM (SELECT * FROM event ORDER BY number DESC LIMIT ?) newest ORDER BY number
      """;

  static final String PURGE_EVENTS = "DELETE FROM event WHERE at_ms < ?";

  static final String SWITCH_OFF = """
      INSERT INTO target_off (target, setting) VALUES (?, ?)
      ON CONFLICT (target) DO UPDATE SET setting = excluded.setting
      """;

  static final String SWITCH_ON = "DELETE FROM target_off WHERE target = ?";

  static final String SWITCHED_OFF = "SELECT * FROM target_off";

  static final String PING = "SELECT count(*) FROM intent";

  static final String PUT_INDICATOR_POST = """
      INSERT INTO indicator_post (channel, id, agent, ending) VALUES (?, ?, ?, ?)
      ON CONFLICT (channel, id) DO UPDATE SET ending = excluded.ending
      """;

  static final String FORGET_INDICATOR_POST =
      "DELETE FROM indicator_post WHERE channel = ? AND id = ?";

  static final String INDICATOR_POSTS = "SELECT * FROM indicator_post ORDER BY channel, id";

  private Sql() {}
}

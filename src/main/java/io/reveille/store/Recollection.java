package io.reveille.store;

import io.reveille.core.Agent;
import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Journal.Memory;
import io.reveille.core.Journal.WakeTime;
import io.reveille.core.Operation;
import io.reveille.core.Restarts;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads all that a starting Reveille needs, once, on plain JDBC: the client of Vert.x takes seconds for the rows
 * of 10,000 agents in a cold JVM, this a fraction of one. Blocking: for a worker thread.
 */
final class Recollection {
  private Recollection() {}

  /** Turns one row into a record. */
  private interface Form<T> {
    T of(ResultSet row) throws SQLException;
  }

  static Memory of(DatabaseFile file) throws SQLException {
    file.checkPresent(); // SQLite would make an empty one
    try (Connection connection = DriverManager.getConnection(file.url());
        Statement statement = connection.createStatement()) {
      statement.execute("BEGIN"); // all three from one moment
      Memory memory = new Memory(
          all(statement, Sql.AGENTS, Recollection::agent),
          all(statement, Sql.INTENTS, Recollection::intent),
          all(statement, Sql.WAKES, Recollection::wake).stream()
              .flatMap(Optional::stream)
              .toList());
      statement.execute("COMMIT");
      return memory;
    }
  }

  private static <T> List<T> all(Statement statement, String query, Form<T> form)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(form.of(rows));
      }
    }
    return List.copyOf(found);
  }

  private static AgentRecord agent(ResultSet row) throws SQLException {
    return new AgentRecord(
        new BotId(row.getString("id")),
        Agent.State.of(row.getString("state")),
        Cause.of(row.getString("cause")),
        instant(row, "since_ms"),
        optionalInstant(row, "last_activity_ms"),
        generation(row),
        new Restarts(
            row.getInt("attempts"),
            optionalInstant(row, "next_attempt_ms"),
            optionalInstant(row, "first_crash_ms")),
        exit(row));
  }

  private static Intent intent(ResultSet row) throws SQLException {
    return new Intent(
        new BotId(row.getString("agent")),
        Operation.valueOf(row.getString("operation").toUpperCase(Locale.ROOT)),
        generation(row),
        instant(row, "at_ms"));
  }

  private static Optional<WakeTime> wake(ResultSet row) throws SQLException {
    String from = row.getString("woken_from");
    return from == null
        ? Optional.empty()
        : Optional.of(new WakeTime(
            new BotId(row.getString("agent")),
            Agent.State.of(from),
            Duration.ofMillis(row.getLong("lasted_ms"))));
  }

  private static Generation generation(ResultSet row) throws SQLException {
    return new Generation(row.getString("instance"), row.getString("started_at"));
  }

  private static Optional<Exit> exit(ResultSet row) throws SQLException {
    int code = row.getInt("exit_code");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new Exit(
            code,
            row.getInt("exit_oom_killed") != 0,
            row.getInt("exit_announced") != 0,
            instant(row, "exit_at_ms")));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  private static Optional<Instant> optionalInstant(ResultSet row, String column)
      throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}

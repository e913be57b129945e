package io.reveille.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Brings a database file to the tables of this version. Blocking: for a worker thread.
 *
 * @param migrations scripts in order; the number of those that were carried out is the file's {@code user_version}
 */
record Schema(List<String> migrations) {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);
  private static final List<String> SHIPPED = List.of(
      "0001-agents-history-intents.sql",
      "0002-alerts.sql",
      "0003-indicator-posts.sql",
      "0004-orders.sql",
      "0005-events.sql",
      "0006-troubles.sql");
  /** "RVLE": tells Reveille's files from those of other programs. */
  private static final int APPLICATION_ID = 0x52564c45;

  static Schema shipped() {
    return new Schema(SHIPPED.stream().map(Schema::read).toList());
  }

  /** A file that cannot be read is moved aside for a fresh one: the runtime knows what is so. */
  void prepare(DatabaseFile file, Clock clock) throws SQLException, IOException {
    file.checkPlace();
    if (file.exists() && damaged(file)) {
      Path aside = file.moveAside(clock.instant());
      LOG.error(
          "The database {} was damaged. It is now {}; a fresh one takes its place, without the history",
          file.path(),
          aside);
    }
    migrate(file, clock);
  }

  private static boolean damaged(DatabaseFile file) throws SQLException {
    try (Connection connection = DriverManager.getConnection(file.url());
        Statement statement = connection.createStatement();
        ResultSet check = statement.executeQuery("PRAGMA quick_check(1)")) {
      return !check.next() || !"ok".equals(check.getString(1));
    } catch (SQLiteException fault) {
      if (isDamage(fault.getResultCode())) {
        return true;
      }
      throw fault;
    }
  }

  private static boolean isDamage(SQLiteErrorCode code) {
    int primary = code.code & 0xff; // the upper bits only refine it
    return primary == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private void migrate(DatabaseFile file, Clock clock) throws SQLException {
    try (Connection connection = DriverManager.getConnection(file.url())) {
      int version = number(connection, "PRAGMA user_version");
      refuseForeign(file, connection, version);
      if (version > 0 && version < migrations.size()) {
        copy(connection, file.beside("schema-" + version, clock.instant()));
      }
      connection.setAutoCommit(false);
      for (int next = version; next < migrations.size(); next++) {
        apply(connection, next);
      }
    }
  }

  private void refuseForeign(DatabaseFile file, Connection connection, int version)
      throws SQLException {
    boolean empty = number(connection, "SELECT count(*) FROM sqlite_master") == 0;
    boolean ours = number(connection, "PRAGMA application_id") == APPLICATION_ID;
    if (!ours && !(empty && version == 0)) {
      throw new StoreException("The database " + file.path()
          + " belongs to another program: set storage.url to a file of Reveille's own");
    }
    if (version > migrations.size()) {
      throw new StoreException(
          "The database " + file.path() + " was written by a newer Reveille (schema "
              + version + ", this one knows " + migrations.size()
              + "): start that version again, or put back the copy that it made ("
              + file.path().getFileName()
              + ".schema-" + migrations.size() + "-…), or set storage.url to another file");
    }
  }

  private static void copy(Connection connection, Path copy) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("VACUUM INTO ?")) {
      statement.setString(1, copy.toString());
      statement.execute();
    }
    LOG.info("The database is brought to a newer schema; a copy from before is {}", copy);
  }

  private void apply(Connection connection, int index) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String command : migrations.get(index).split(";\\s*\\R", -1)) {
        if (!command.isBlank()) {
          statement.execute(command);
        }
      }
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + (index + 1));
    }
    connection.commit();
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static String read(String name) {
    try (InputStream script = Schema.class.getResourceAsStream("/schema/" + name)) {
      if (script == null) {
        throw new IllegalStateException("schema/" + name + " is not in this build");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException fault) {
      throw new UncheckedIOException("schema/" + name, fault);
    }
  }
}

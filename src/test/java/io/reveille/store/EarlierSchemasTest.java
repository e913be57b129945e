package io.reveille.store;

import static io.reveille.store.Samples.LAL;
import static io.reveille.store.Samples.NOON;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig.Storage;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of each Reveille that there has been becomes one of today's, with its history. */
class EarlierSchemasTest {
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final List<String> SHIPPED = Schema.shipped().migrations();

  @TempDir
  private Path folder;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @ParameterizedTest
  @MethodSource("earlier")
  void everyEarlierSchemaIsCopiedAndBroughtToTheNewest(int version) throws Exception {
    Path file = folder.resolve("reveille.db");
    new Schema(SHIPPED.subList(0, version)).prepare(DatabaseFile.of(url(file)), CLOCK);
    command(
        file,
        "INSERT INTO transition (agent, from_state, to_state, cause, at_ms, lasted_ms)"
            + " VALUES ('lal', 'idle', 'paused', 'idle-timeout', " + NOON.toEpochMilli() + ", 1)");

    SqliteJournal journal = await(SqliteJournal.open(
        vertx, new Storage(url(file), Duration.ofDays(30)), Schema.shipped(), CLOCK));

    assertThat(await(journal.history(LAL, NOON, Optional.empty(), 10))).hasSize(1);
    await(journal.close());
    assertThat(tables(file)).isEqualTo(tables(fresh()));
    Path copy = copies().get(0);
    assertThat(rows(copy, "PRAGMA user_version")).containsExactly(String.valueOf(version));
    assertThat(rows(copy, "SELECT agent FROM transition")).containsExactly("lal");
  }

  static IntStream earlier() {
    return IntStream.range(1, SHIPPED.size());
  }

  private Path fresh() throws Exception {
    Path file = folder.resolve("fresh.db");
    Schema.shipped().prepare(DatabaseFile.of(url(file)), CLOCK);
    return file;
  }

  private List<Path> copies() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("reveille.db.schema-"))
          .toList();
    }
  }

  private static List<String> tables(Path file) throws SQLException {
    return rows(
        file,
        "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1");
  }

  private static List<String> rows(Path file, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url(file));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static void command(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(file));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file;
  }
}

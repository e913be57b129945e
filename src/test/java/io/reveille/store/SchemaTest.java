package io.reveille.store;

import static io.reveille.core.Agent.State.IDLE;
import static io.reveille.core.Agent.State.PAUSED;
import static io.reveille.store.Samples.LAL;
import static io.reveille.store.Samples.NOON;
import static io.reveille.store.Samples.plain;
import static io.reveille.store.Samples.step;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reveille.config.GatewayConfig.Storage;
import io.reveille.core.EventLog;
import io.reveille.core.Journal.Memory;
import io.reveille.core.Trouble;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.RandomAccessFile;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final String STAMP = "20261122T120000000";
  private static final String NEWEST =
      String.valueOf(Schema.shipped().migrations().size());

  @TempDir
  private Path folder;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void anOlderFileIsCopiedAndThenBroughtUp() throws Exception {
    remember();
    Schema newer = with("ALTER TABLE agent ADD COLUMN note TEXT;\nUPDATE agent SET note = 'x';\n");

    Memory memory = recall(newer);

    assertThat(memory.agents()).containsExactly(plain(LAL, PAUSED));
    assertThat(files())
        .containsExactly("reveille.db", "reveille.db.schema-" + NEWEST + "-" + STAMP);
    assertThat(text(file(), "SELECT note FROM agent")).isEqualTo("x");
    Path copy = folder.resolve("reveille.db.schema-" + NEWEST + "-" + STAMP);
    assertThat(text(copy, "SELECT id FROM agent")).isEqualTo("lal");
    assertThat(text(copy, "PRAGMA user_version")).isEqualTo(NEWEST);
  }

  @Test
  void aFileFromBeforeTheAlertsTakesThemAfterwards() throws Exception {
    Schema first = new Schema(Schema.shipped().migrations().subList(0, 1));
    first.prepare(DatabaseFile.of("jdbc:sqlite:" + file()), CLOCK);
    command("INSERT INTO transition (agent, from_state, to_state, cause, at_ms, lasted_ms)"
        + " VALUES ('lal', 'idle', 'paused', 'idle-timeout', " + NOON.toEpochMilli() + ", 1)");

    SqliteJournal journal = await(open(Schema.shipped()));
    await(journal.post(List.of(Samples.alert("ops"))));

    assertThat(await(journal.outbox().next("ops", NOON))).isPresent();
    assertThat(await(journal.history(LAL, NOON, Optional.empty(), 10))).hasSize(1);
    await(journal.close());
  }

  @Test
  void aFileFromBeforeTheEventsKeepsItsAlertsAndTakesEvents() throws Exception {
    Schema fourth = new Schema(Schema.shipped().migrations().subList(0, 4));
    fourth.prepare(DatabaseFile.of("jdbc:sqlite:" + file()), CLOCK);
    command("INSERT INTO incident VALUES ('agent lal', 'agent.failed', 'ops', 'waiting', 1)");
    command("INSERT INTO incident VALUES ('reveille', 'runtime.disconnected', 'ops', 'sent', 1)");
    command(
        "INSERT INTO alert (id, target, event, agent, resolved, at_ms, title, detail, data, attempts, due_ms,"
            + " waiting) VALUES ('waiting', 'ops', 'agent.failed', 'lal', 0, " + NOON.toEpochMilli()
            + ", 'lal has failed', 'Exit code 1.', '{}', 2, " + NOON.toEpochMilli()
            + ", 'target')");
    command("INSERT INTO agent (id, state, cause, since_ms, instance, started_at, attempts)"
        + " VALUES ('lal', 'failed', 'exit', 1, '', '', 3)");

    SqliteJournal journal = await(open(Schema.shipped()));

    List<Trouble> troubles =
        await(journal.outbox().troubles(Optional.of(true), Optional.empty(), 9));
    assertThat(troubles)
        .extracting(Trouble::event)
        .containsExactly("runtime.disconnected", "agent.failed");
    assertThat(troubles.get(1).agent()).contains(LAL);
    assertThat(troubles.get(1).at()).isEqualTo(NOON);
    assertThat(troubles.get(1).deliveries())
        .containsExactly(
            new Trouble.Delivery("ops", Trouble.Delivery.State.PENDING, 2, Optional.of(NOON), ""));
    assertThat(await(journal.events().newest(1))).isEmpty();
    EventLog.Entry event = new EventLog.Entry(7, "gateway.started", Optional.empty(), NOON, "{}");
    await(journal.events().append(List.of(event)));
    assertThat(await(journal.events().newest(1))).containsExactly(event);
    await(journal.close());
  }

  @Test
  void aMigrationThatFailsLeavesTheFileAsItWas() throws Exception {
    remember();
    Schema broken = with("ALTER TABLE agent ADD COLUMN note TEXT;\nUPDATE nothing SET note = 1;\n");

    assertThatThrownBy(() -> await(open(broken))).hasMessageContaining("nothing");

    assertThat(recall(Schema.shipped()).agents()).hasSize(1);
    assertThat(text(file(), "PRAGMA user_version")).isEqualTo(NEWEST);
  }

  @Test
  void aFileOfANewerReveilleIsRefusedAndLeftAlone() throws Exception {
    remember();
    command("PRAGMA user_version = 7");

    assertThatThrownBy(() -> await(open(Schema.shipped())))
        .hasMessageContaining("newer Reveille (schema 7, this one knows " + NEWEST + ")")
        .hasMessageContaining("start that version again");

    assertThat(files()).containsExactly("reveille.db");
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndLeftAlone() throws Exception {
    command("CREATE TABLE music (title TEXT)");

    assertThatThrownBy(() -> await(open(Schema.shipped())))
        .hasMessageContaining("belongs to another program");

    assertThat(text(file(), "SELECT count(*) FROM sqlite_master")).isEqualTo("1");
  }

  @Test
  void aFileThatIsNoDatabaseIsMovedAside() throws Exception {
    Files.writeString(file(), "This was never a database. ".repeat(100));
    Files.writeString(folder.resolve("reveille.db-wal"), "nor this");

    Memory memory = recall(Schema.shipped());

    assertThat(memory.agents()).isEmpty();
    assertThat(files()).contains("reveille.db", "reveille.db.damaged-" + STAMP);
    assertThat(Files.readString(folder.resolve("reveille.db.damaged-" + STAMP)))
        .startsWith("This was never");
  }

  @Test
  void aFileWithDamagedPagesIsMovedAsideAndAFreshOneTakesItsPlace() throws Exception {
    remember();
    overwriteMiddle();

    Memory memory = recall(Schema.shipped());

    assertThat(memory.agents()).isEmpty();
    assertThat(files()).contains("reveille.db", "reveille.db.damaged-" + STAMP);
  }

  @Test
  void anEmptyFileIsTakenForANewDatabase() throws Exception {
    Files.createFile(file());

    assertThat(recall(Schema.shipped()).agents()).isEmpty();
    assertThat(files()).containsExactly("reveille.db");
  }

  @Test
  void aFolderThatDoesNotExistIsNamed() {
    Storage nowhere = storage("jdbc:sqlite:" + folder.resolve("absent/reveille.db"));

    assertThatThrownBy(() -> await(SqliteJournal.open(vertx, nowhere)))
        .hasMessageContaining("The folder " + folder.resolve("absent"))
        .hasMessageContaining("create it");
  }

  @Test
  void aUrlThatNamesNoFileIsRefused() {
    for (String url :
        List.of("jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:postgresql://db/x", "x")) {
      assertThatThrownBy(() -> await(SqliteJournal.open(vertx, storage(url))))
          .hasMessageContaining("storage.url '" + url + "' cannot be used");
    }
  }

  private void remember() {
    SqliteJournal journal = await(open(Schema.shipped()));
    await(journal.record(step(LAL, IDLE, PAUSED), plain(LAL, PAUSED), List.of()));
    await(journal.close());
  }

  private Memory recall(Schema schema) {
    SqliteJournal journal = await(open(schema));
    Memory memory = await(journal.recall());
    await(journal.close());
    return memory;
  }

  private Future<SqliteJournal> open(Schema schema) {
    return SqliteJournal.open(vertx, storage("jdbc:sqlite:" + file()), schema, CLOCK);
  }

  private static Schema with(String further) {
    List<String> migrations = new ArrayList<>(Schema.shipped().migrations());
    migrations.add(further);
    return new Schema(migrations);
  }

  private void overwriteMiddle() throws IOException {
    try (RandomAccessFile database = new RandomAccessFile(file().toFile(), "rw")) {
      byte[] noise = new byte[(int) database.length() - 4096];
      Arrays.fill(noise, (byte) 0x5a);
      database.seek(4096);
      database.write(noise);
    }
  }

  private static Storage storage(String url) {
    return new Storage(url, Duration.ofDays(30));
  }

  private void command(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Path database, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.getString(1);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> names = Files.list(folder)) {
      return names.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private Path file() {
    return folder.resolve("reveille.db");
  }
}

package io.reveille.store;

import static io.reveille.core.Agent.State.CREATED;
import static io.reveille.core.Agent.State.IDLE;
import static io.reveille.core.Agent.State.PAUSED;
import static io.reveille.core.Agent.State.RUNNING;
import static io.reveille.core.Agent.State.STARTING;
import static io.reveille.core.Agent.State.STOPPED;
import static io.reveille.store.Samples.DATA;
import static io.reveille.store.Samples.FIRST_RUN;
import static io.reveille.store.Samples.LAL;
import static io.reveille.store.Samples.NOON;
import static io.reveille.store.Samples.everything;
import static io.reveille.store.Samples.pause;
import static io.reveille.store.Samples.plain;
import static io.reveille.store.Samples.step;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reveille.config.GatewayConfig.Storage;
import io.reveille.core.Agent;
import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Intent;
import io.reveille.core.Journal.Entry;
import io.reveille.core.Journal.Memory;
import io.reveille.core.Journal.WakeTime;
import io.reveille.core.Operation;
import io.reveille.core.Transition;
import io.vertx.core.Future;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest {
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final Duration A_MONTH = Duration.ofDays(30);

  @TempDir
  private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private SqliteJournal journal;

  @BeforeEach
  void open() {
    journal = reopened();
  }

  @AfterEach
  void close() {
    await(journal.close());
    await(vertx.close());
  }

  @Test
  void anEmptyJournalRemembersNothing() {
    assertThat(await(journal.recall())).isEqualTo(new Memory(List.of(), List.of(), List.of()));
  }

  @Test
  void everyFactOfAnAgentComesBackAfterARestart() {
    await(journal.record(step(LAL, RUNNING, IDLE), everything(LAL), List.of()));
    await(journal.record(step(DATA, CREATED, STARTING), plain(DATA, STARTING), List.of()));
    restart();

    assertThat(await(journal.recall()).agents())
        .containsExactly(plain(DATA, STARTING), everything(LAL));
  }

  @Test
  void theLastRecordOfAnAgentReplacesTheOneBefore() {
    await(journal.record(step(LAL, RUNNING, IDLE), everything(LAL), List.of()));
    await(journal.record(step(LAL, IDLE, PAUSED), plain(LAL, PAUSED), List.of()));

    assertThat(await(journal.recall()).agents()).containsExactly(plain(LAL, PAUSED));
  }

  @Test
  void anIntentIsRememberedUntilTheStepIsRecorded() {
    await(journal.intend(pause(LAL)));
    await(journal.intend(pause(DATA)));
    restart();
    assertThat(await(journal.recall()).intents()).containsExactly(pause(DATA), pause(LAL));

    await(journal.record(step(LAL, IDLE, PAUSED), plain(LAL, PAUSED), List.of()));

    assertThat(await(journal.recall()).intents()).containsExactly(pause(DATA));
  }

  @Test
  void aNewerIntentReplacesTheOlder() {
    Intent stop = new Intent(LAL, Operation.STOP, FIRST_RUN, NOON.plusSeconds(1));

    await(journal.intend(pause(LAL)));
    await(journal.intend(stop));

    assertThat(await(journal.recall()).intents()).containsExactly(stop);
  }

  @Test
  void anIntentAskedForAfterARecordOutlivesIt() {
    List<Future<Void>> writes = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      writes.add(journal.record(step(LAL, STARTING, RUNNING), plain(LAL, RUNNING), List.of()));
      writes.add(journal.intend(pause(LAL)));
    }
    await(Future.join(writes));

    assertThat(await(journal.recall()).intents()).containsExactly(pause(LAL));
  }

  @Test
  void aForgottenAgentLeavesOnlyItsHistory() {
    await(journal.record(step(LAL, IDLE, PAUSED), plain(LAL, PAUSED), List.of()));
    await(journal.intend(pause(LAL)));

    await(journal.forget(LAL));

    assertThat(await(journal.recall())).isEqualTo(new Memory(List.of(), List.of(), List.of()));
    assertThat(history(Instant.EPOCH, Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void lastActivityOfManyAgentsIsWrittenAtOnce() {
    await(journal.record(step(LAL, STARTING, RUNNING), plain(LAL, RUNNING), List.of()));
    await(journal.record(step(DATA, STARTING, RUNNING), plain(DATA, RUNNING), List.of()));

    await(journal.activity(Map.of(LAL, NOON.plusSeconds(5), DATA, NOON.plusSeconds(6))));
    await(journal.activity(Map.of()));

    assertThat(await(journal.recall()).agents())
        .extracting(AgentRecord::lastActivityAt)
        .containsExactly(Optional.of(NOON.plusSeconds(6)), Optional.of(NOON.plusSeconds(5)));
  }

  @Test
  void historyComesInPagesNewestFirst() {
    List.of(STARTING, RUNNING, IDLE)
        .forEach(state ->
            await(journal.record(step(LAL, CREATED, state), plain(LAL, state), List.of())));
    await(journal.record(step(DATA, CREATED, STARTING), plain(DATA, STARTING), List.of()));

    List<Entry> first = history(Instant.EPOCH, Optional.empty(), 2);
    List<Entry> second = history(Instant.EPOCH, Optional.of(first.get(1).number()), 2);

    assertThat(first)
        .extracting(Entry::transition)
        .containsExactly(step(LAL, CREATED, IDLE), step(LAL, CREATED, RUNNING));
    assertThat(second).extracting(Entry::transition).containsExactly(step(LAL, CREATED, STARTING));
  }

  @Test
  void historyBeginsAtTheTimeAskedFor() {
    await(journal.record(at(NOON.minusSeconds(1)), plain(LAL, IDLE), List.of()));
    await(journal.record(at(NOON), plain(LAL, IDLE), List.of()));

    assertThat(history(NOON, Optional.empty(), 10))
        .extracting(Entry::transition)
        .containsExactly(at(NOON));
  }

  @Test
  void wakesAreRememberedWithTheStateTheyBeganIn() {
    walk(LAL, PAUSED, STARTING, RUNNING, IDLE, PAUSED, STOPPED, STARTING, RUNNING);
    walk(DATA, CREATED, STARTING, STOPPED, STARTING, RUNNING);

    assertThat(await(journal.recall()).wakes())
        .containsExactly(
            new WakeTime(LAL, PAUSED, Duration.ofMillis(1500)),
            new WakeTime(LAL, STOPPED, Duration.ofMillis(1500)),
            new WakeTime(DATA, STOPPED, Duration.ofMillis(1500)));
  }

  @Test
  void aWakeWhoseBeginningIsNotKnownIsLeftOut() {
    await(journal.record(step(LAL, STARTING, RUNNING), plain(LAL, RUNNING), List.of()));

    assertThat(await(journal.recall()).wakes()).isEmpty();
  }

  @Test
  void aReaderNeverHoldsOnToAnOldPicture() {
    await(journal.recall());
    await(journal.recall());
    await(journal.record(step(LAL, CREATED, STARTING), plain(LAL, STARTING), List.of()));

    assertThat(history(Instant.EPOCH, Optional.empty(), 10)).hasSize(1);
    assertThat(history(Instant.EPOCH, Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void atMostFiftyWakesOfAnAgentAreRemembered() {
    IntStream.range(0, 60).forEach(round -> walk(LAL, PAUSED, STARTING, RUNNING, IDLE, PAUSED));

    assertThat(await(journal.recall()).wakes()).hasSize(50);
  }

  @Test
  void tooOldHistoryIsPurgedOnDemandAndAtTheNextOpening() {
    await(journal.record(at(NOON.minus(Duration.ofDays(40))), plain(LAL, IDLE), List.of()));
    await(journal.record(at(NOON.minus(Duration.ofDays(31))), plain(LAL, IDLE), List.of()));
    await(journal.record(at(NOON.minus(Duration.ofDays(29))), plain(LAL, IDLE), List.of()));

    assertThat(await(journal.purge(NOON.minus(Duration.ofDays(35))))).isEqualTo(1);
    restart();

    assertThat(history(Instant.EPOCH, Optional.empty(), 10)).hasSize(1);
  }

  @Test
  void tenThousandAgentsAreRecalledWithTheirLastWakes() throws SQLException {
    fill(10_000, 5);
    restart();

    Memory memory = await(journal.recall());

    assertThat(memory.agents()).hasSize(10_000);
    assertThat(memory.wakes()).hasSize(50_000);
  }

  @Test
  void aDatabaseLockedByAnotherProcessFailsTheWriteAndNothingMore() throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");

      Future<Void> write = journal.intend(pause(LAL));

      assertThatThrownBy(() -> await(write, Duration.ofSeconds(10)))
          .hasMessageContaining("SQLITE_BUSY");
      statement.execute("ROLLBACK");
    }
    await(journal.intend(pause(LAL)));
    assertThat(await(journal.recall()).intents()).hasSize(1);
  }

  @Test
  void aFailedRecordLeavesNothingBehind() throws SQLException {
    await(journal.intend(pause(LAL)));
    command("DROP TABLE agent");

    Future<Void> write = journal.record(step(LAL, IDLE, PAUSED), plain(LAL, PAUSED), List.of());

    assertThatThrownBy(() -> await(write)).hasMessageContaining("no such table");
    assertThat(history(Instant.EPOCH, Optional.empty(), 10)).isEmpty();
    assertThat(count("SELECT count(*) FROM intent")).isEqualTo(1);
  }

  @Test
  void aPingTellsThatTheFileWasDeleted() throws Exception {
    await(journal.ping());

    Files.delete(file());

    assertThatThrownBy(() -> await(journal.ping())).hasMessageContaining("was deleted");
  }

  @Test
  void nothingHangsAfterTheEnd() {
    await(journal.close());

    assertThatThrownBy(() -> await(journal.ping())).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> await(journal.intend(pause(LAL)))).isInstanceOf(AssertionError.class);
    journal = reopened();
  }

  @Test
  void itKnowsWhenItWasWrittenLast() {
    AtomicReference<Instant> now = new AtomicReference<>(NOON);
    InstantSource time = now::get;
    SqliteJournal other = await(SqliteJournal.open(
        vertx,
        new Storage("jdbc:sqlite:" + file() + "-other", A_MONTH),
        Schema.shipped(),
        time.withZone(ZoneOffset.UTC)));
    now.set(NOON.plusSeconds(60));
    await(other.forget(LAL));
    now.set(NOON.plusSeconds(90));
    await(other.recall());
    assertThat(other.savedAt()).contains(NOON.plusSeconds(60));
    await(other.close());
  }

  private static Transition at(Instant time) {
    return new Transition(LAL, RUNNING, IDLE, Cause.IDLE_TIMEOUT, time, Duration.ZERO);
  }

  private void walk(BotId id, Agent.State first, Agent.State... further) {
    Agent.State from = first;
    for (Agent.State to : further) {
      await(journal.record(step(id, from, to), plain(id, to), List.of()));
      from = to;
    }
  }

  private List<Entry> history(Instant since, Optional<Long> before, int limit) {
    return await(journal.history(LAL, since, before, limit));
  }

  private void fill(int agents, int wakes) throws SQLException {
    command("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + agents
        + ") INSERT INTO agent SELECT 'agent-' || i, 'paused', 'request', 1, 1, 'c0ffee', 'then', 0,"
        + " NULL, NULL, 137, 0, 1, 1 FROM n");
    command("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + wakes
        + ") INSERT INTO transition (agent, from_state, to_state, cause, at_ms, lasted_ms)"
        + " SELECT id, from_state, to_state, 'request', 1795348800000, 1500 FROM n CROSS JOIN ("
        + "SELECT 'paused' AS from_state, 'starting' AS to_state UNION ALL"
        + " SELECT 'starting', 'running' UNION ALL SELECT 'running', 'idle' UNION ALL"
        + " SELECT 'idle', 'paused') CROSS JOIN agent");
  }

  private void command(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int count(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.getInt(1);
    }
  }

  private Path file() {
    return folder.resolve("reveille.db");
  }

  private void restart() {
    await(journal.close());
    journal = reopened();
  }

  private SqliteJournal reopened() {
    Storage storage = new Storage("jdbc:sqlite:" + file(), A_MONTH);
    return await(SqliteJournal.open(vertx, storage, Schema.shipped(), CLOCK));
  }
}

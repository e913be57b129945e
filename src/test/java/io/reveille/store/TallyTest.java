package io.reveille.store;

import static io.reveille.core.Agent.State.CREATED;
import static io.reveille.core.Agent.State.IDLE;
import static io.reveille.core.Agent.State.PAUSED;
import static io.reveille.core.Agent.State.RUNNING;
import static io.reveille.core.Agent.State.STARTING;
import static io.reveille.core.Agent.State.STOPPED;
import static io.reveille.store.Samples.DATA;
import static io.reveille.store.Samples.LAL;
import static io.reveille.store.Samples.NOON;
import static io.reveille.store.Samples.plain;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig.Storage;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Journal.Entry;
import io.reveille.core.Keep;
import io.reveille.core.Keep.Mode;
import io.reveille.core.Tally;
import io.reveille.core.Tally.Bucket;
import io.reveille.core.Tally.WakeTimes;
import io.reveille.core.Transition;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {
  @TempDir
  private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private SqliteJournal journal;

  @BeforeEach
  void open() {
    journal = await(SqliteJournal.open(
        vertx,
        new Storage("jdbc:sqlite:" + folder.resolve("reveille.db"), Duration.ofDays(30)),
        Schema.shipped(),
        Clock.fixed(NOON, ZoneOffset.UTC)));
  }

  @AfterEach
  void close() {
    await(journal.close());
    await(vertx.close());
  }

  @Test
  void nothingIsCountedInAnEmptyHistory() {
    Tally tally = await(journal.tally(Instant.EPOCH));

    assertThat(tally.wakes()).isEqualTo(WakeTimes.NONE);
    assertThat(tally.buckets()).hasSize(Tally.LIMITS.size() + 1).containsOnly(new Bucket(0, 0));
    assertThat(tally.spent()).isEmpty();
  }

  @Test
  void wakesAreCountedByWhereTheyBegan() {
    for (int took = 1; took <= 10; took++) {
      wake(LAL, PAUSED, took * 100L);
    }
    wake(DATA, STOPPED, 6000);
    wake(DATA, CREATED, 60_000);

    Tally tally = await(journal.tally(Instant.EPOCH));

    assertThat(tally.fromPaused()).isEqualTo(times(10, 500, 900));
    assertThat(tally.fromStopped()).isEqualTo(times(2, 6000, 60_000));
    assertThat(tally.wakes()).isEqualTo(times(12, 600, 6000));
    assertThat(tally.buckets().get(0)).isEqualTo(new Bucket(1, 0));
    assertThat(tally.buckets().get(4)).isEqualTo(new Bucket(5, 0));
    assertThat(tally.buckets().get(8)).isEqualTo(new Bucket(0, 1));
    assertThat(tally.buckets().get(12)).isEqualTo(new Bucket(0, 1));
  }

  @Test
  void anAgentThatWasFoundRunningWasNotWoken() {
    step(LAL, RUNNING, STARTING, 5000);
    step(LAL, STARTING, RUNNING, 700);

    assertThat(await(journal.tally(Instant.EPOCH)).wakes().count()).isZero();
  }

  @Test
  void onlyWhatLiesInsideTheWindowCounts() {
    step(LAL, RUNNING, IDLE, 3_600_000);
    step(LAL, IDLE, PAUSED, 20);

    Tally tally = await(journal.tally(NOON.minusSeconds(60)));

    assertThat(tally.spent())
        .isEqualTo(Map.of(RUNNING, Duration.ofSeconds(60), IDLE, Duration.ofMillis(20)));
    assertThat(tally.sleeps()).isEqualTo(Map.of(PAUSED, 1));
    assertThat(await(journal.tally(NOON.plusMillis(1))).sleeps()).isEmpty();
  }

  @Test
  void theHistoryOfAllComesNewestFirstInPages() {
    step(LAL, PAUSED, STARTING, 1);
    step(DATA, STOPPED, STARTING, 2);
    step(LAL, STARTING, RUNNING, 3);

    List<Entry> first = await(journal.historyOfAll(Instant.EPOCH, Optional.empty(), 2));
    List<Entry> rest =
        await(journal.historyOfAll(Instant.EPOCH, Optional.of(first.get(1).number()), 2));

    assertThat(first).extracting(entry -> entry.transition().agent()).containsExactly(LAL, DATA);
    assertThat(rest).hasSize(1);
    assertThat(await(journal.historyOfAll(NOON.plusMillis(1), Optional.empty(), 2)))
        .isEmpty();
  }

  @Test
  void ordersAreKeptUntilTheyEndOrTheAgentIsGone() {
    Keep awake = new Keep(Mode.AWAKE, Optional.of(NOON.plusSeconds(60)));
    Keep asleep = new Keep(Mode.ASLEEP, Optional.empty());
    await(journal.keep(LAL, Optional.of(asleep)));
    await(journal.keep(LAL, Optional.of(awake)));
    await(journal.keep(DATA, Optional.of(asleep)));
    assertThat(await(journal.kept())).isEqualTo(Map.of(LAL, awake, DATA, asleep));

    await(journal.keep(LAL, Optional.empty()));
    await(journal.forget(DATA));

    assertThat(await(journal.kept())).isEmpty();
  }

  private void wake(BotId agent, State from, long took) {
    step(agent, from, STARTING, 1000);
    step(agent, STARTING, RUNNING, took);
  }

  private void step(BotId agent, State from, State to, long lasted) {
    Transition step =
        new Transition(agent, from, to, Cause.REQUEST, NOON, Duration.ofMillis(lasted));
    await(journal.record(step, plain(agent, to), List.of()));
  }

  private static WakeTimes times(int count, long p50, long p90) {
    return new WakeTimes(
        count, Optional.of(Duration.ofMillis(p50)), Optional.of(Duration.ofMillis(p90)));
  }
}

package io.reveille.store;

import static io.reveille.store.Samples.LAL;
import static io.reveille.store.Samples.NOON;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.GatewayConfig.Storage;
import io.reveille.core.EventLog.Entry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteEventLogTest {
  /** As large as they are: microseconds since 1970. */
  private static final long FIRST = 1_795_348_800_000_000L;

  @TempDir
  private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private SqliteJournal journal;

  @BeforeEach
  void open() {
    journal = open(NOON);
  }

  @AfterEach
  void close() {
    await(journal.close());
    await(vertx.close());
  }

  @Test
  void whatIsWrittenIsFoundWithAllItsFactsAfterARestart() {
    Entry ready = new Entry(FIRST, "agent.ready", Optional.of(LAL), NOON, "{\"a\":1}");
    Entry started = new Entry(FIRST + 5, "gateway.started", Optional.empty(), NOON, "{}");
    await(journal.events().append(List.of(ready, started)));
    restart(NOON);

    assertThat(await(journal.events().after(0, 10))).containsExactly(ready, started);
  }

  @Test
  void eventsComeInPagesAndTheNewestAlone() {
    await(journal.events().append(entries(5)));

    assertThat(numbers(await(journal.events().after(FIRST + 1, 2))))
        .containsExactly(FIRST + 2, FIRST + 3);
    assertThat(await(journal.events().after(FIRST + 4, 2))).isEmpty();
    assertThat(numbers(await(journal.events().newest(2)))).containsExactly(FIRST + 3, FIRST + 4);
    assertThat(await(journal.events().newest(0))).isEmpty();
  }

  @Test
  void whatIsWrittenAgainBecauseNobodyHeardOfTheFirstTimeIsThereOnce() {
    await(journal.events().append(entries(2)));
    await(journal.events().append(entries(3)));

    assertThat(await(journal.events().after(0, 10))).hasSize(3);
  }

  @Test
  void eventsGoWithTheHistory() {
    await(journal.events().append(List.of(at(FIRST, NOON), at(FIRST + 1, NOON.plusSeconds(1)))));

    await(journal.purge(NOON.plusMillis(1)));
    assertThat(numbers(await(journal.events().after(0, 10)))).containsExactly(FIRST + 1);

    restart(NOON.plus(Duration.ofDays(31)));
    assertThat(await(journal.events().after(0, 10))).isEmpty();
  }

  private static List<Entry> entries(int count) {
    return LongStream.range(FIRST, FIRST + count)
        .mapToObj(number -> at(number, NOON))
        .toList();
  }

  private static Entry at(long number, Instant at) {
    return new Entry(number, "gateway.started", Optional.empty(), at, "{}");
  }

  private static List<Long> numbers(List<Entry> entries) {
    return entries.stream().map(Entry::number).toList();
  }

  private void restart(Instant now) {
    await(journal.close());
    journal = open(now);
  }

  private SqliteJournal open(Instant now) {
    Storage storage =
        new Storage("jdbc:sqlite:" + folder.resolve("reveille.db"), Duration.ofDays(30));
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return await(SqliteJournal.open(vertx, storage, Schema.shipped(), clock));
  }
}

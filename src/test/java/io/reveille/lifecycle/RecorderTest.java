package io.reveille.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.Past;
import io.reveille.bus.GatewayMessage.PastFound;
import io.reveille.core.EventLog.Entry;
import io.reveille.core.Subscription;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.MemoryEvents;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration NEXT_ATTEMPT = Duration.ofSeconds(5);

  private final ManualTimers timers = new ManualTimers();
  private final MemoryEvents log = new MemoryEvents();
  private final List<Entry> heard = new ArrayList<>();
  private Recorder recorder = new Recorder(log, timers, told -> heard.addAll(told.entries()));

  @Test
  void whatHappensAtOnceIsOneWriteAndIsHeardOfAfterwards() {
    tell("one", "two");
    assertThat(heard).isEmpty();

    timers.advance(SOON);

    assertThat(log.writes).isEqualTo(1);
    assertThat(details(heard)).containsExactly("one", "two");
    assertThat(heard).isEqualTo(log.entries);
  }

  @Test
  void numbersGrowOverARestartEvenIfTheClockWasSetBack() {
    tell("one", "two");
    timers.advance(SOON);
    log.entries.add(new Entry(Long.MAX_VALUE / 2, "x", Optional.empty(), timers.wall(), "{}"));

    recorder = new Recorder(log, timers, told -> heard.addAll(told.entries()));
    follow();
    tell("three");
    timers.advance(SOON);

    assertThat(heard).extracting(Entry::number).isSorted().doesNotHaveDuplicates();
    assertThat(heard.get(2).number()).isEqualTo(Long.MAX_VALUE / 2 + 1);
  }

  @Test
  void aNumberThatGotLostInACrashIsNotGivenAgain() {
    log.full = true;
    tell("lost");
    timers.advance(SOON);
    log.full = false;

    recorder = new Recorder(log, timers, told -> heard.addAll(told.entries()));
    follow();
    tell("next");
    timers.advance(SOON);

    assertThat(heard.get(1).number()).isGreaterThan(heard.get(0).number());
  }

  @Test
  void whatTheLogDoesNotTakeIsHeardOfAtOnceAndWrittenOnceLater() {
    log.full = true;
    tell("one");
    timers.advance(SOON);
    tell("two");
    assertThat(details(heard)).containsExactly("one", "two");

    timers.advance(NEXT_ATTEMPT);
    log.full = false;
    timers.advance(NEXT_ATTEMPT);
    tell("three");
    timers.advance(SOON);

    assertThat(details(log.entries)).containsExactly("one", "two", "three");
    assertThat(details(heard)).containsExactly("one", "two", "three");
  }

  @Test
  void aLogThatStaysFullCostsTheOldestAndNotTheMemory() {
    log.full = true;
    for (int number = 0; number < 10_100; number++) {
      tell("e" + number);
    }
    timers.advance(NEXT_ATTEMPT);
    log.full = false;
    timers.advance(NEXT_ATTEMPT);

    assertThat(log.entries).hasSize(10_000);
    assertThat(details(log.entries)).startsWith("e100").endsWith("e10099");
  }

  @Test
  void whoAsksGetsWhatWasToldBefore() {
    tell("one");
    Future<PastFound> all = recorder.past(new Past(Optional.of(0L), 10));
    tell("two");
    assertThat(all.isComplete()).isFalse();

    timers.advance(SOON);

    assertThat(details(all.result().entries())).contains("one");
    assertThat(details(recorder.past(new Past(Optional.empty(), 1)).result().entries()))
        .containsExactly("two");
  }

  @Test
  void whatIsToldLastIsWrittenBeforeItIsClosed() {
    Subscription following = follow();
    tell("one");
    Future<Void> closed = following.close();
    tell("on its way");
    assertThat(closed.isComplete()).isFalse();

    timers.advance(SOON);

    assertThat(closed.succeeded()).isTrue();
    assertThat(details(log.entries)).containsExactly("one", "on its way");
  }

  @Test
  void aLogThatIsFullDoesNotHoldUpTheEnd() {
    Subscription following = follow();
    log.full = true;
    tell("one");
    timers.advance(SOON);

    Future<Void> closed = following.close();
    timers.advance(SOON);

    assertThat(closed.isComplete()).isTrue();
    timers.advance(NEXT_ATTEMPT.multipliedBy(2));
    assertThat(timers.pending()).isZero();
  }

  private Subscription follow() {
    return recorder
        .follow(handler -> Future.succeededFuture(Future::succeededFuture))
        .result();
  }

  private void tell(String... details) {
    for (String detail : details) {
      recorder.add(AgentEvent.of("gateway.started", timers.wall(), detail));
    }
  }

  private static List<String> details(List<Entry> entries) {
    return entries.stream()
        .map(entry -> new JsonObject(entry.data()).getString("detail"))
        .toList();
  }
}

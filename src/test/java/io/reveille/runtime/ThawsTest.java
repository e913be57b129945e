package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.runtime.Thaws.Thaw;
import io.reveille.testing.ManualTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThawsTest {
  private static final String ID = "1".repeat(64);
  private static final String OTHER = "2".repeat(64);

  private final ManualTimers timers = new ManualTimers();
  private final Thaws thaws = new Thaws(timers);
  private final Instant now = timers.wall();

  @BeforeEach
  void freeze() {
    happened("pause", now.minusSeconds(1));
  }

  @Test
  void eventOfAnUnpauseTellsThatItIsDone() {
    Thaw thaw = thaws.begin(ID);
    assertThat(thaw.isShown()).isFalse();

    happened("unpause", now.plusMillis(9));

    assertThat(thaw.isShown()).isTrue();
    assertThat(thaw.shown().result()).isEqualTo(timers.nanos());
  }

  @Test
  void eventFromBeforeTheCallTellsNothing() {
    Thaw thaw = thaws.begin(ID);

    happened("unpause", now.minusMillis(1));

    assertThat(thaw.isShown()).isFalse();
  }

  @Test
  void eventOfAnotherContainerTellsNothing() {
    Thaw thaw = thaws.begin(ID);

    note(OTHER, "unpause", now.plusMillis(9));

    assertThat(thaw.isShown()).isFalse();
  }

  @Test
  void oneThatWasNotSeenToBePausedIsWaitedFor() {
    Thaw thaw = thaws.begin(OTHER);

    note(OTHER, "unpause", now.plusMillis(9));

    assertThat(thaw.isShown()).isFalse();
  }

  @Test
  void unpauseThatAKillBringsWithItTellsNothing() {
    happened("kill", now);
    Thaw before = thaws.begin(ID);
    happened("unpause", now.plusMillis(9));
    assertThat(before.isShown()).isFalse();

    happened("pause", now.plusMillis(10));
    Thaw under = thaws.begin(ID);
    happened("kill", now.plusMillis(20));
    happened("unpause", now.plusMillis(29));
    assertThat(under.isShown()).isFalse();
  }

  @Test
  void nothingIsTakenForGrantedBehindAGap() {
    Thaw thaw = thaws.begin(ID);
    thaws.gap();
    happened("unpause", now.plusMillis(9));

    assertThat(thaw.isShown()).isFalse();
  }

  @Test
  void answeredCallIsNotToldAnyMore() {
    Thaw thaw = thaws.begin(ID);
    thaws.end(ID, thaw);
    happened("unpause", now.plusMillis(9));

    assertThat(thaw.isShown()).isFalse();
  }

  @Test
  void killFromOutsideComesToLightAtTheThaw() {
    happened("unpause", now);

    assertThat(thaws.broughtToLight(ended(137, now.plusMillis(3)))).isTrue();
    assertThat(thaws.broughtToLight(ended(137, now.minusMillis(3)))).isTrue();
    assertThat(thaws.broughtToLight(ended(137, now.plusMillis(200)))).isFalse();
    assertThat(thaws.broughtToLight(ended(1, now.plusMillis(3)))).isFalse();
  }

  @Test
  void wantOfMemoryIsNoKillFromOutside() {
    happened("unpause", now);
    var answer = Inspected.exited(
        Inspected.running(ID, "lal"), 137, now.plus(Duration.ofMillis(3)).toString());
    answer.getJsonObject("State").put("OOMKilled", true);

    assertThat(thaws.broughtToLight(Inspected.facts(answer))).isFalse();
  }

  @Test
  void killByTheEngineIsNoKillFromOutside() {
    happened("kill", now);
    happened("unpause", now.plusMillis(9));

    assertThat(thaws.broughtToLight(ended(137, now.plusMillis(9)))).isFalse();
  }

  @Test
  void thawOfAnEarlierRunExcusesNothing() {
    happened("unpause", now);
    happened("start", now.plusMillis(20));

    assertThat(thaws.broughtToLight(ended(137, now.plusMillis(30)))).isFalse();
  }

  private static ContainerFacts ended(int code, Instant at) {
    return Inspected.facts(Inspected.exited(Inspected.running(ID, "lal"), code, at.toString()));
  }

  private void happened(String action, Instant at) {
    note(ID, action, at);
  }

  private void note(String container, String action, Instant at) {
    long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
    thaws.note(new ContainerEvent(container, action, Map.of(), nanos));
  }
}

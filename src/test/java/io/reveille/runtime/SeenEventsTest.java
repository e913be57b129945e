package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeenEventsTest {
  private final SeenEvents seen = new SeenEvents();

  @Test
  void repeatedEventIsNotNewAndAnotherAtTheSameTimeIs() {
    assertThat(seen.isNew(event("a", "die", 5))).isTrue();
    assertThat(seen.isNew(event("a", "die", 5))).isFalse();
    assertThat(seen.isNew(event("a", "stop", 5))).isTrue();
    assertThat(seen.isNew(event("b", "die", 5))).isTrue();
  }

  @Test
  void resumesASecondBeforeTheNewestEvenIfAnOlderOneCameLast() {
    seen.isNew(event("a", "die", 7_000_000_042L));
    seen.isNew(event("a", "kill", 6_900_000_000L));

    assertThat(seen.since()).contains("6.000000042");
  }

  @Test
  void resumesFromTheFirstOpeningIfNothingHappenedSince() {
    assertThat(seen.since()).isEmpty();

    seen.beginAt(Instant.ofEpochSecond(100));

    assertThat(seen.since()).contains("99.000000000");
  }

  private static ContainerEvent event(String container, String action, long timeNano) {
    return new ContainerEvent(container, action, Map.of(), timeNano);
  }
}

package io.reveille.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final double MIDDLE = 0.5; // no jitter
  private static final RestartPolicy POLICY = policy(3, 10, 300);

  private static RestartPolicy policy(int max, long backoff, long backoffMax) {
    return new RestartPolicy(
        max,
        Duration.ofSeconds(backoff),
        Duration.ofSeconds(backoffMax),
        Duration.ofMinutes(10),
        Duration.ofMinutes(15));
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "2, 20", "3, 40", "4, 80", "5, 160", "6, 300", "7, 300", "100, 300"})
  void theWaitDoublesUpToItsLimit(int attempt, long seconds) {
    assertThat(POLICY.waitBefore(attempt, MIDDLE)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void jitterMovesTheWaitByATenthAtMostAndNeverOverTheLimit() {
    Random random = new Random(1);
    for (int round = 0; round < 10_000; round++) {
      int attempt = 1 + random.nextInt(200);
      Duration plain = POLICY.waitBefore(attempt, MIDDLE);
      Duration wait = POLICY.waitBefore(attempt, random.nextDouble());
      assertThat(wait)
          .isBetween(plain.multipliedBy(9).dividedBy(10), plain.multipliedBy(11).dividedBy(10))
          .isLessThanOrEqualTo(Duration.ofMinutes(5));
    }
    assertThat(POLICY.waitBefore(1, 0)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void aHugeBackoffNeverBecomesNegative() {
    RestartPolicy huge = policy(100, 259_200_000L, 3_600L);
    for (int attempt = 1; attempt < 100; attempt++) {
      assertThat(huge.waitBefore(attempt, 0))
          .isBetween(Duration.ofMinutes(54), Duration.ofHours(1));
    }
  }

  @Test
  void theFirstCrashPlansTheFirstAttempt() {
    Restarts after = Restarts.NONE.afterCrash(POLICY, Duration.ZERO, NOW, MIDDLE);
    assertThat(after)
        .isEqualTo(new Restarts(1, Optional.of(NOW.plusSeconds(10)), Optional.of(NOW)));
  }

  @Test
  void eachCrashCountsAndTheFirstMomentIsKept() {
    Restarts after = Restarts.NONE;
    for (int crash = 0; crash < 3; crash++) {
      after = after.afterCrash(POLICY, SHORT, NOW.plusSeconds(60L * crash), MIDDLE);
      assertThat(after.attempts()).isEqualTo(crash + 1);
      assertThat(after.firstCrashAt()).contains(NOW);
      assertThat(after.nextAttemptAt()).isPresent();
    }
    after = after.afterCrash(POLICY, SHORT, NOW.plusSeconds(600), MIDDLE);
    assertThat(after.nextAttemptAt()).as("the budget is spent").isEmpty();
    assertThat(after.attempts()).isEqualTo(3);
  }

  @Test
  void withoutABudgetThereIsNoAttempt() {
    Restarts after = Restarts.NONE.afterCrash(policy(0, 10, 300), SHORT, NOW, MIDDLE);
    assertThat(after.nextAttemptAt()).isEmpty();
    assertThat(after.firstCrashAt()).contains(NOW);
  }

  @Test
  void stableForLongEnoughTheCountStartsAgain() {
    Restarts spent = new Restarts(3, Optional.empty(), Optional.of(NOW.minusSeconds(9999)));
    assertThat(spent.afterCrash(POLICY, Duration.ofMinutes(10), NOW, MIDDLE))
        .isEqualTo(new Restarts(1, Optional.of(NOW.plusSeconds(10)), Optional.of(NOW)));
    assertThat(spent.afterCrash(POLICY, Duration.ofMinutes(10).minusMillis(1), NOW, MIDDLE))
        .isEqualTo(spent);
  }

  @Test
  void whatIsShownOfAStableAgentIsNothing() {
    Restarts two = new Restarts(2, Optional.empty(), Optional.of(NOW));
    assertThat(two.settled(POLICY, Duration.ofMinutes(10))).isEqualTo(Restarts.NONE);
    assertThat(two.settled(POLICY, Duration.ofMinutes(9))).isEqualTo(two);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, false, false, false",
    "1, false, false, false, true",
    "137, false, false, false, true",
    "0, true, false, false, true",
    "143, false, true, false, false",
    "143, false, false, true, false",
    "137, true, true, false, false"
  })
  void aCrashIsAnExitWithACodeThatNobodyAskedFor(
      int code, boolean oom, boolean announced, boolean byUs, boolean crash) {
    assertThat(new Exit(code, oom, announced, NOW).isCrash(byUs)).isEqualTo(crash);
  }

  @Test
  void causesAndOperationsAreSpelledAsTheyAreRead() {
    for (Cause cause : Cause.values()) {
      assertThat(Cause.of(cause.word())).isEqualTo(cause);
    }
    assertThat(Cause.IDLE_TIMEOUT.word()).isEqualTo("idle-timeout");
    assertThat(Cause.STOP_AFTER.word()).isEqualTo("stop-after");
    assertThat(Operation.UNPAUSE.word()).isEqualTo("unpause");
  }

  @ParameterizedTest
  @CsvSource({
    "false, 127.0.0.1, 80, http://127.0.0.1:80",
    "true, lal, 443, https://lal:443",
    "false, fe80::1, 8080, http://[fe80::1]:8080"
  })
  void anEndpointIsShownAsAUrl(boolean tls, String host, int port, String url) {
    assertThat(new Endpoint(tls, host, port).url()).isEqualTo(url);
  }

  @Test
  void whatNeverRanHasNoBeginning() {
    assertThat(Generation.NONE.everRan()).isFalse();
    assertThat(new Generation("c", "t").everRan()).isTrue();
  }
}

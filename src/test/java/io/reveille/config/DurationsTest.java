package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  private static final int TRIALS = 2_000;
  private static final long YEAR_MILLIS = 365L * 86_400_000L;

  @ParameterizedTest
  @CsvSource({
    "0, PT0S", "90, PT1M30S", "0.5, PT0.5S", "86400, PT24H", "30m, PT30M", "1h30m, PT1H30M",
    "500ms, PT0.5S", "PT30M, PT30M", "2d, PT48H", "1.5h, PT1H30M", "1h 30m, PT1H30M", "0s, PT0S",
    "1d2h3m4s5ms, PT26H3M4.005S", "100000s, PT100000S", "1e3, PT1000S"
  })
  void theUsualFormsAreRead(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "h",
        "1x",
        "30m1h",
        "1h1h",
        "1 2",
        "-1",
        "-1m",
        "PT-1M",
        "P",
        "86400.001",
        "1800000",
        "9999d",
        "99999999999999999999999",
        "1e999",
        "1,5h",
        "30M",
        "NaN"
      })
  void everythingElseIsRefusedWithASentence(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.parse(text))
        .withMessageContaining(" ");
  }

  @Test
  void whatIsShownReadsAsTheSameAgain() {
    Random random = new Random(7);
    for (int trial = 0; trial < TRIALS; trial++) {
      Duration duration = Duration.ofMillis((long) (random.nextDouble() * YEAR_MILLIS));

      assertThat(Durations.parse(Durations.show(duration))).isEqualTo(duration);
      assertThat(Durations.parse(duration.toString())).isEqualTo(duration);
      assertThat(Durations.parse(duration.toMillis() + "ms")).isEqualTo(duration);
    }
  }
}

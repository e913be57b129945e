package io.reveille.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Exit;
import io.reveille.notify.Place.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndicatorWordsTest {
  private static final IndicatorWords LAL = new IndicatorWords(Server.MATTERMOST, "lal");
  private static final IndicatorWords SLACK_LAL = new IndicatorWords(Server.SLACK, "lal");

  @Test
  void eachServerHasItsOwnBold() {
    Optional<Duration> usual = Optional.of(Duration.ofMillis(5_700));

    assertThat(LAL.waking(usual).text())
        .isEqualTo(":alarm_clock: **lal** is waking up, usually about 6 s.");
    assertThat(SLACK_LAL.waking(usual).text())
        .isEqualTo(":alarm_clock: *lal* is waking up, usually about 6 s.");
    assertThat(SLACK_LAL.waking(usual).line()).isEqualTo("is waking up lal, usually about 6 s");
  }

  @Test
  void crashIsSaidWithItsExitCode() {
    Exit exit = new Exit(137, true, false, Instant.EPOCH);

    assertThat(LAL.restarting(Optional.of(exit)).text())
        .isEqualTo(
            ":alarm_clock: **lal** crashed with exit code 137 (out of memory) and is being restarted.");
  }

  @ParameterizedTest
  @CsvSource({"200, 1 s", "5700, 6 s", "12300, 12 s", "90000, 90 s", "100000, 2 min"})
  void usualTimeIsToldRoughly(long millis, String words) {
    assertThat(IndicatorWords.about(Duration.ofMillis(millis))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"212, 0.2 s", "6400, 6.4 s", "12300, 12 s", "150000, 3 min"})
  void timeThatItTookIsToldMoreExactly(long millis, String words) {
    assertThat(IndicatorWords.exactly(Duration.ofMillis(millis))).isEqualTo(words);
  }

  @Test
  void nobodyIsMentionedByANameOrAReasonInMattermost() {
    String text = new IndicatorWords(Server.MATTERMOST, "@channel **x**")
        .failed("@all see https://evil.example/ [here](x)");

    assertThat(text)
        .doesNotContain("@channel")
        .doesNotContain("@all")
        .doesNotContain("https://")
        .doesNotContain("[here](x)")
        .contains("\\*\\*x\\*\\*");
  }

  @Test
  void nobodyIsMentionedByANameOrAReasonInSlack() {
    String text = new IndicatorWords(Server.SLACK, "<!channel> *x*")
        .failed("<https://evil.example|click> & :tada: `rm`");

    assertThat(text)
        .contains("&lt;!channel&gt;")
        .contains("&amp;")
        .doesNotContain("<")
        .doesNotContain("*x*")
        .doesNotContain(":tada:")
        .doesNotContain("https://");
  }

  @Test
  void reasonIsOneShortLine() {
    String text = LAL.failed("first\nsecond " + "x".repeat(1_000));

    assertThat(text).doesNotContain("\n").hasSizeLessThan(400).endsWith("…");
  }
}

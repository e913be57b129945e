package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.LogLine;
import io.reveille.core.LogLine.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastLinesTest {
  private static List<String> last(int most, String... parts) {
    LastLines lines = new LastLines(most);
    for (String part : parts) {
      lines.add(part.getBytes(StandardCharsets.UTF_8));
    }
    return lines.all().stream().map(LogLine::text).toList();
  }

  @Test
  void aLineMayComeInPieces() {
    assertThat(last(9, "on", "e\ntw", "o\r\n")).containsExactly("one", "two");
  }

  @Test
  void anEmptyLineIsOneAndNothingIsNone() {
    assertThat(last(9, "one\n\n")).containsExactly("one", "");
    assertThat(last(9, "")).isEmpty();
  }

  @Test
  void whatWasNotEndedCountsToo() {
    assertThat(last(1, "one\ntwo")).containsExactly("two");
  }

  @Test
  void aLineWithoutEndTakesNoMemory() {
    String block = "x".repeat(10_000);
    assertThat(last(9, block, block, "\nend"))
        .hasSize(2)
        .allMatch(line -> line.length() <= 4096)
        .endsWith("end");
  }

  @Test
  void twoSourcesMayBeWrittenByTurns() {
    LastLines lines = new LastLines(9, (source, text) -> LogLine.of(source.word() + " " + text));
    lines.add(Source.STDOUT, "ou".getBytes(StandardCharsets.UTF_8));
    lines.add(Source.STDERR, "err\n".getBytes(StandardCharsets.UTF_8));
    lines.add(Source.STDOUT, "t\n".getBytes(StandardCharsets.UTF_8));

    assertThat(lines.all()).extracting(LogLine::text).containsExactly("stderr err", "stdout out");
  }
}

package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastLinesTest {
  private static List<String> last(int most, String... parts) {
    LastLines lines = new LastLines(most);
    for (String part : parts) {
      lines.add(part.getBytes(StandardCharsets.UTF_8));
    }
    return lines.all();
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
}

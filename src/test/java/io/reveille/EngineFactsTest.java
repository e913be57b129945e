package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments name what engines do by the numbers of docs/engine.md, and that page names the tests that show it. */
class EngineFactsTest {
  private static final Path PAGE = Path.of("docs", "engine.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (F\\d+) \\|.*$");
  private static final Pattern NAMED = Pattern.compile("(?<![%\\w])F\\d{1,2}\\b");
  private static final Pattern SHOWN = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  @Test
  void everyFactThatACommentNamesIsInTheTableOnce() throws IOException {
    List<String> table = rows().stream().map(row -> row.group(1)).toList();

    assertThat(table).doesNotHaveDuplicates();
    for (Path file : sources()) {
      List<String> named = NAMED
          .matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .toList();
      assertThat(table).as(file.toString()).containsAll(named);
    }
  }

  @Test
  void everyFactIsShownByTestsThatExist() throws IOException {
    for (MatchResult row : rows()) {
      List<MatchResult> tests = SHOWN.matcher(row.group()).results().toList();
      assertThat(tests).as(row.group(1)).isNotEmpty();
      for (MatchResult test : tests) {
        assertThat(textOf(test.group(1))).as(row.group(1)).contains("void " + test.group(2) + "(");
      }
    }
  }

  private static List<MatchResult> rows() throws IOException {
    List<MatchResult> rows = ROW.matcher(Files.readString(PAGE)).results().toList();
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static String textOf(String test) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : sources()) {
      if (file.endsWith(test + ".java")) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }
}

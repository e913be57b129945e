package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables in the documentation are those of the code. {@code -Dreveille.docs.write=true} writes them. */
class ReferenceTest {
  private static final Path DOCS = Path.of("docs", "configuration.md");

  @Test
  void theDocumentationHoldsTheTablesOfTheCode() throws IOException {
    String found = Files.readString(DOCS);
    String expected = found;
    expected = filled(expected, "keys", gateway());
    expected = filled(expected, "targets", plain(AlertKeys.TARGET));
    expected = filled(expected, "rules", plain(AlertKeys.RULE));
    expected = filled(expected, "agents", agents());
    if (Boolean.getBoolean("reveille.docs.write")) {
      Files.writeString(DOCS, expected);
    } else {
      assertThat(found).as("run with -Dreveille.docs.write=true to mend it").isEqualTo(expected);
    }
  }

  private static String filled(String text, String name, List<String> rows) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- /" + name + " -->";
    assertThat(text).contains(begin, end);
    return text.substring(0, text.indexOf(begin))
        + begin
        + String.join("\n", rows)
        + "\n"
        + text.substring(text.indexOf(end));
  }

  private static List<String> gateway() {
    List<String> rows =
        new ArrayList<>(List.of("| key | kind | default | meaning |", "|---|---|---|---|"));
    Keys.TABLE
        .keys()
        .forEach(key -> rows.add(row(
            code(key.path()) + variable(key),
            key.kind().name(),
            code(key.byDefault()),
            key.about())));
    return rows;
  }

  private static String variable(Key<?> key) {
    return key.equals(Keys.VERSION) ? "" : "<br>" + code(key.variable());
  }

  private static List<String> agents() {
    List<String> rows = new ArrayList<>(
        List.of("| in the file | label | kind | default | meaning |", "|---|---|---|---|---|"));
    Stream.concat(
            Labels.all().stream(),
            AgentKeys.TABLE.keys().stream().filter(AgentKeys.FILE_ONLY::contains))
        .forEach(key -> rows.add(row(
            AgentKeys.TABLE.find(key.path()).isPresent() ? code(key.path()) : "",
            AgentKeys.FILE_ONLY.contains(key) ? "" : code(key.label()),
            key.kind().name(),
            key.parent().map(parent -> code(parent.path())).orElse(code(key.byDefault())),
            key.about())));
    return rows;
  }

  private static List<String> plain(Table table) {
    List<String> rows = new ArrayList<>(List.of("| key | kind | meaning |", "|---|---|---|"));
    table.keys().forEach(key -> rows.add(row(code(key.path()), key.kind().name(), key.about())));
    return rows;
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }
}

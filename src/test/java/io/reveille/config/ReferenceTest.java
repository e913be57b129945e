package io.reveille.config;

import io.reveille.testing.GeneratedPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables in the documentation are those of the code. {@code -Dreveille.docs.write=true} writes them. */
class ReferenceTest {
  @Test
  void theDocumentationHoldsTheTablesOfTheCode() throws IOException {
    new GeneratedPage("configuration.md")
        .holding("keys", lines(gateway()))
        .holding("targets", lines(plain(AlertKeys.TARGET)))
        .holding("rules", lines(plain(AlertKeys.RULE)))
        .holding("agents", lines(agents()))
        .checkOrWrite();
  }

  private static String lines(List<String> rows) {
    return String.join("\n", rows) + "\n";
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

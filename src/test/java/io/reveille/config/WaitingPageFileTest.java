package io.reveille.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reveille.config.PageTemplate.Slot;
import io.reveille.testing.Configurations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitingPageFileTest {
  @TempDir
  Path folder;

  @Test
  void reveillesOwnPageIsShownUnlessAFileIsNamed() {
    assertThat(Configurations.load("{}").config().wake().waitingPage()).isEmpty();
  }

  @Test
  void thePageOfTheFileIsFilledAndEscaped() throws IOException {
    LoadedConfig loaded = load("<html>{{head}}<a title='{{ title }}'>{{about}}</a>{{steps}}");

    String page = loaded.config().wake().waitingPage().orElseThrow().fill(slot -> switch (slot) {
      case HEAD -> "<meta>";
      case STEPS -> "<li>";
      case TITLE -> "it's <b> & \"$1\"";
      default -> slot.word();
    });

    assertThat(page)
        .isEqualTo("<html><meta><a title='it&#39;s &lt;b&gt; &amp; &quot;$1&quot;'>about</a><li>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{head}}\\n<h1>{{titel}}</h1> | line 2: there is no slot {{titel}}; did you mean title?",
        "{{head}} {{title} | line 1: a slot is not closed by }}",
        "<h1>{{title}}</h1> | there is no {{head}}: without it the page would not open by itself",
        "{{head}}{{}} | line 1: there is no slot {{}}"
      })
  void aFlawIsToldWithItsPlace(String text, String flaw) {
    assertThatThrownBy(() -> load(text.replace("\\n", "\n")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("/wake/waitingPage: file " + page() + ": " + flaw);
  }

  @Test
  void aFileThatIsMissingTooLongOrNoTextIsRefused() throws IOException {
    assertThatThrownBy(this::load).hasMessageContaining("/wake/waitingPage: file " + page());
    assertThatThrownBy(() -> load("{{head}}" + "x".repeat(64 * 1024)))
        .hasMessageContaining("it has more than 64 KiB");
    Files.write(page(), "{{head}} ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(this::load).hasMessageContaining("it is not in UTF-8");
  }

  @Test
  void anotherContentOfTheFileIsAChange() throws IOException {
    LoadedConfig before = load("{{head}}");
    LoadedConfig same = load("{{head}}");
    LoadedConfig after = load("{{head}} new");

    assertThat(before.files()).contains(page());
    assertThat(ConfigChange.between(before, same).changed()).isEmpty();
    assertThat(ConfigChange.between(before, after).changed()).containsExactly("wake.waitingPage");
    assertThat(ConfigChange.between(before, after).needRestart()).isEmpty();
  }

  @Test
  void everySlotIsInTheDocumentationAndItsExampleIsGood() throws IOException {
    String documentation = Files.readString(Path.of("docs", "waiting-page.md"));
    for (Slot slot : Slot.values()) {
      assertThat(documentation).contains("| `{{" + slot.word() + "}}` |");
    }
    String example = documentation.substring(
        documentation.indexOf("<!doctype"), documentation.lastIndexOf("```"));
    assertThat(PageTemplate.of(example).fill(Slot::word)).startsWith("<!doctype html>");
  }

  private Path page() {
    return folder.resolve("page.html");
  }

  private LoadedConfig load(String page) throws IOException {
    Files.writeString(page(), page);
    return load();
  }

  private LoadedConfig load() {
    return Configurations.load("{ 'wake': { 'waitingPage': '" + page() + "' } }");
  }
}

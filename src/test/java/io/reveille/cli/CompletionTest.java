package io.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.testing.Eventually;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource({
    "reveille re, restart reset-failed",
    "reveille alerts t, test",
    "reveille ps --st, --state",
    "reveille ps --state pau, paused",
    "reveille ps -o j, json",
    "reveille completion z, zsh"
  })
  void bashIsToldWhatMayFollow(String typed, String offered) throws IOException {
    assertThat(offers(typed)).containsExactlyInAnyOrder(offered.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void theScriptGoesToTheOutput(String shell) {
    StringWriter out = new StringWriter();
    assertThat(run(out, "completion", shell)).isEqualTo(0);
    assertThat(out.toString()).contains("bashcompinit", "complete -F _complete_reveille");
  }

  @Test
  void anotherShellIsAUsageError() {
    StringWriter out = new StringWriter();
    assertThat(run(out, "completion", "tcsh")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void everyStateIsOffered() {
    List<String> states = Stream.of(State.values()).map(State::word).toList();
    assertThat(new PsCommand.States()).containsExactlyInAnyOrderElementsOf(states);
  }

  /** What bash would offer behind {@code typed}, whose last word is not complete. */
  private List<String> offers(String typed) throws IOException {
    StringWriter script = new StringWriter();
    run(script, "completion", "bash");
    String[] words = typed.split(" ", -1);
    Path file = folder.resolve("complete.bash");
    Files.writeString(file, script + """
        COMP_WORDS=(%s)
        COMP_CWORD=%d
        _complete_reveille
        printf '%%s\\n' "${COMPREPLY[@]}"
        """.formatted(typed, words.length - 1));
    // compopt complains that nobody completes anything here
    Process bash = new ProcessBuilder("bash", file.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Eventually.ended(bash)).as(said).isZero();
    return said.lines().map(String::strip).toList();
  }

  private static int run(StringWriter out, String... args) {
    PrintWriter errors = new PrintWriter(new StringWriter());
    return Cli.run(args, new Session(new NoStarter(), Terminal.NONE, new PrintWriter(out), errors));
  }
}

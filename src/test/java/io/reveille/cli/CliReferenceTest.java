package io.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.GeneratedPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page on the command line is what the commands say. {@code -Dreveille.docs.write=true} writes it. */
class CliReferenceTest {
  private static final Pattern MENTIONED =
      Pattern.compile("(?:`reveille|-jar [a-z/]*reveille\\.jar) ([a-z][a-z-]*)");

  @Test
  void thePageHoldsTheHelpOfEveryCommand() throws IOException {
    new GeneratedPage("cli.md").holding("commands", helps()).checkOrWrite();
  }

  @Test
  void everyCommandThatThePagesMentionExists() throws IOException {
    for (Path page : pages()) {
      List<String> mentioned = MENTIONED
          .matcher(Files.readString(page))
          .results()
          .map((MatchResult match) -> match.group(1))
          .toList();
      assertThat(commands().getSubcommands().keySet()).as(page.toString()).containsAll(mentioned);
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), docs)
          .filter(path -> path.toString().endsWith(".md"))
          .toList();
    }
  }

  private static String helps() {
    StringBuilder text = new StringBuilder();
    commands().getSubcommands().forEach((name, command) -> help(name, command, text));
    return text.append('\n').toString();
  }

  /** Of a command that only leads to others, theirs. */
  private static void help(String name, CommandLine command, StringBuilder text) {
    command.getSubcommands().forEach((next, further) -> help(name + " " + next, further, text));
    if (command.getSubcommands().isEmpty()) {
      text.append("\n## ")
          .append(name)
          .append("\n```text\n")
          .append(command.setUsageHelpWidth(100).getUsageMessage(Ansi.OFF).stripTrailing())
          .append("\n```\n");
    }
  }

  private static CommandLine commands() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return Cli.commandLine(new Session(new NoStarter(), Terminal.NONE, nowhere, nowhere));
  }
}

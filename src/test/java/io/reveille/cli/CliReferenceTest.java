package io.reveille.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.reveille.testing.GeneratedPage;
import io.reveille.testing.Pages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page on the command line is what the commands say. {@code -Dreveille.docs.write=true} writes it. */
class CliReferenceTest {
  /** In a sentence, or at the beginning of a line that is to be run. */
  private static final Pattern MENTIONED =
      Pattern.compile("(?m)(?:`|^(?:sudo )?|-jar [a-z/]*)reveille(?:\\.jar)? ([a-z][^`\n#|;>&]*)");

  @Test
  void thePageHoldsTheHelpOfEveryCommand() throws IOException {
    new GeneratedPage("cli.md").holding("commands", helps()).checkOrWrite();
  }

  @Test
  void everyCommandThatThePagesMentionIsUnderstood() throws IOException {
    for (Path page : Pages.all()) {
      MENTIONED
          .matcher(Files.readString(page))
          .results()
          .forEach(mention -> assertThatCode(
                  () -> commands().parseArgs(mention.group(1).strip().split(" +")))
              .as("%s: %s", page, mention.group())
              .doesNotThrowAnyException());
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

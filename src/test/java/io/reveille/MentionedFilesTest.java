package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages, workflows and files for operators tell people to run or to look at is there. */
class MentionedFilesTest {
  /** With an ending or in a folder of ours; what is built or made by the reader is not there yet. */
  private static final Pattern FILE = Pattern.compile(
      "(?<![\\w/@.])((?:scripts|docker|conf|docs|design)/[a-zA-Z0-9_./-]*[a-zA-Z0-9])");

  /** What a workflow takes from others. */
  private static final Pattern ACTION = Pattern.compile("uses: \\S+@\\S+");

  private static final Pattern MADE_BY_THE_READER = Pattern.compile("docker/secrets/.*");

  @Test
  void everyFileThatIsMentionedIsThere() throws IOException {
    for (Path page : pages()) {
      Matcher file = FILE.matcher(ACTION.matcher(Files.readString(page)).replaceAll(""));
      while (file.find()) {
        String name = file.group(1);
        assertThat(
                Files.exists(Path.of(name)) || MADE_BY_THE_READER.matcher(name).matches())
            .as("%s mentions %s", page, name)
            .isTrue();
      }
    }
  }

  @Test
  void everyScriptCanBeRun() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("scripts"))) {
      assertThat(scripts.filter(MentionedFilesTest::isScript))
          .isNotEmpty()
          .allMatch(Files::isExecutable);
    }
  }

  private static boolean isScript(Path file) {
    try {
      return Files.isRegularFile(file) && Files.readString(file).startsWith("#!");
    } catch (IOException unreadable) {
      throw new AssertionError(file.toString(), unreadable);
    }
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> workflows = Files.walk(Path.of(".github"));
        Stream<Path> docker = Files.walk(Path.of("docker"))) {
      return Stream.of(
              Pages.all().stream(),
              workflows.filter(Files::isRegularFile),
              docker.filter(path -> path.toString().endsWith(".yaml")))
          .flatMap(paths -> paths)
          .toList();
    }
  }
}

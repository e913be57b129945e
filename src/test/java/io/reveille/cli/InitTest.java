package io.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.config.ConfigLoader;
import io.reveille.config.LoadedConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
  private final StringWriter err = new StringWriter();

  @TempDir
  private Path folder;

  @Test
  void whatIsWrittenIsAGoodConfiguration() {
    Path file = folder.resolve("reveille.json");

    assertThat(init(file.toString())).isZero();

    assertThat(load(file).warnings()).isEmpty();
    assertThat(load(file).config().server().port()).isEqualTo(7411);
  }

  @Test
  void withEveryKeyItIsTheExample() throws IOException {
    Path file = folder.resolve("full.json");

    assertThat(init("--full", file.toString())).isZero();

    assertThat(file).hasSameTextualContentAs(Path.of("conf", "reveille.example.json"));
  }

  @Test
  void aFileThatIsThereIsLeftAloneUnlessForced() throws IOException {
    Path file = Files.writeString(folder.resolve("reveille.json"), "{}");

    assertThat(init(file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("is there already");
    assertThat(file).hasContent("{}");

    assertThat(init("--force", file.toString())).isZero();
    assertThat(Files.readString(file)).contains("\"version\": 1");
  }

  @Test
  void aFolderThatIsNotThereIsTold() {
    assertThat(init(folder.resolve("none/reveille.json").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("cannot be written");
  }

  private int init(String... words) {
    String[] line = Stream.concat(Stream.of("init"), Stream.of(words)).toArray(String[]::new);
    return Cli.run(
        line, new NoStarter(), new PrintWriter(new StringWriter()), new PrintWriter(err));
  }

  private static LoadedConfig load(Path file) {
    return new ConfigLoader(Map.of()).read(Optional.of(file), Map.of());
  }

  /** Nothing is read or started to write a file. */
  private static final class NoStarter implements Starter {
    @Override
    public LoadedConfig load(Optional<Path> file, Map<String, String> flags) {
      throw new AssertionError("read");
    }

    @Override
    public int serve(LoadedConfig config, Map<String, String> flags) {
      throw new AssertionError("started");
    }

    @Override
    public int demo(List<String> args) {
      throw new AssertionError("started");
    }
  }
}

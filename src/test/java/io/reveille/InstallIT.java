package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** scripts/install and scripts/uninstall, into a folder instead of into this machine. */
class InstallIT {
  @TempDir
  private Path root;

  private Shell shell;

  @BeforeEach
  void install() {
    shell = Shell.in(Path.of("").toAbsolutePath()).with("DESTDIR", root.toString());
    shell.ran("scripts/install");
  }

  @Test
  void whatIsInstalledRunsWithItsOwnFlagsAndConfiguration() throws IOException {
    Path lib = root.resolve("usr/local/lib/reveille");
    // the paths in it are those of the machine that it is made for
    Path program = root.resolve("reveille-here");
    Files.writeString(
        program,
        Files.readString(lib.resolve("reveille"))
            .replace("/usr/local/lib", root + "/usr/local/lib"));
    assertThat(program.toFile().setExecutable(true)).isTrue();

    assertThat(shell.ran(program.toString(), "version")).startsWith("reveille ");
    String config = root.resolve("etc/reveille/reveille.json").toString();
    assertThat(shell.ran(program.toString(), "check", "--config", config))
        .contains("The configuration is good");
    assertThat(root.resolve("usr/local/bin/reveille")).isSymbolicLink();
    assertThat(lib.resolve("native")).isNotEmptyDirectory();
    assertThat(root.resolve("etc/reveille/reveille.schema.json")).exists();
  }

  @Test
  void aSecondInstallationKeepsTheConfiguration() throws IOException {
    Path config = root.resolve("etc/reveille/reveille.json");
    Files.writeString(config, "{ \"version\": 1 }");

    shell.ran("scripts/install");

    assertThat(config).hasContent("{ \"version\": 1 }");
  }

  @Test
  void uninstallLeavesWhatIsTheOperatorsUnlessItIsToldTo() throws IOException {
    shell.ran("scripts/uninstall");
    assertThat(files()).containsExactly("reveille.json", "reveille.schema.json");

    shell.ran("scripts/uninstall", "--purge");
    assertThat(files()).isEmpty();
  }

  @Test
  @EnabledIf("hasSystemd")
  void theUnitIsCorrectAndLocksTheServiceIn() throws IOException {
    Path unit = root.resolve("etc/systemd/system/reveille.service");
    String text = Files.readString(unit);
    assertThat(text)
        .contains("ExecStart=/usr/local/lib/reveille/reveille serve")
        .doesNotContain("@LIB@");
    // a program that is there, for this one is not
    Path checked = root.resolve("reveille.service");
    Files.writeString(checked, text.replace("/usr/local/lib/reveille/reveille", "/bin/true"));

    Shell.End verified = shell.end("systemd-analyze", "verify", "--man=no", checked.toString());
    assertThat(verified.said()).doesNotContain("reveille.service:");
    Shell.End rated = shell.end(
        "systemd-analyze", "security", "--offline=true", "--threshold=25", checked.toString());
    assertThat(rated.code()).as(rated.said()).isZero();
  }

  static boolean hasSystemd() {
    return Shell.in(Path.of("").toAbsolutePath()).has("systemd-analyze", "--version");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}

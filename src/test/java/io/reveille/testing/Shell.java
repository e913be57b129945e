package io.reveille.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands as somebody types them, in a folder and with variables. */
public final class Shell {
  private final Path folder;
  private final Map<String, String> variables;

  /** What a command came to; the error output is among what it said. */
  public record End(int code, String said) {}

  private Shell(Path folder, Map<String, String> variables) {
    this.folder = folder;
    this.variables = variables;
  }

  public static Shell in(Path folder) {
    return new Shell(folder, Map.of());
  }

  public Shell with(String name, String value) {
    Map<String, String> more = new HashMap<>(variables);
    more.put(name, value);
    return new Shell(folder, more);
  }

  /** What it said; it must have ended well. */
  public String ran(List<String> command) {
    End end = end(command);
    assertThat(end.code()).as("%s: %s", String.join(" ", command), end.said()).isZero();
    return end.said();
  }

  public String ran(String... command) {
    return ran(List.of(command));
  }

  public End end(String... command) {
    return end(List.of(command));
  }

  public End end(List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().putAll(variables);
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new End(Eventually.ended(process), said);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  /** Whether there is such a command, and it ends well. */
  public boolean has(String... command) {
    try {
      return end(command).code() == 0;
    } catch (UncheckedIOException none) {
      return false;
    }
  }
}

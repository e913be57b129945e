package io.reveille.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts of {@code src/test/clients}, with the packages that their lock file names, as agents and as callers. */
public final class NodeScripts {
  private static final Path SOURCE = Path.of("src", "test", "clients");
  private static final Path PLACE = Path.of("target", "clients").toAbsolutePath();
  private static final String INSTALL_SECONDS = "300";
  private static final int OUT_OF_TIME = 124; // so says timeout(1)
  private static final Pattern NO_REGISTRY = Pattern.compile(
      "ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|SOCKET_TIMEOUT|code E50[234]");

  private final Shell shell = Shell.in(PLACE);

  private NodeScripts() {}

  /** Without Node.js, npm or npm's registry {@code caller} is skipped and says so; in CI it fails. */
  public static NodeScripts installed(Class<?> caller) {
    copy();
    NodeScripts scripts = new NodeScripts();
    if (!scripts.shell.has("node", "--version") || !scripts.shell.has("npm", "--version")) {
      throw DockerLab.without(
          caller.getSimpleName(), "no node and npm (run scripts/test as root on Debian)");
    }
    Shell.End end = scripts.shell.end("timeout", INSTALL_SECONDS, "npm", "ci");
    if (withoutRegistry(end)) {
      throw DockerLab.without(
          caller.getSimpleName(), "npm's registry cannot be reached: " + end.said());
    }
    assertThat(end.code()).as(end.said()).isZero();
    return scripts;
  }

  private static boolean withoutRegistry(Shell.End end) {
    return end.code() == OUT_OF_TIME
        || (end.code() != 0 && NO_REGISTRY.matcher(end.said()).find());
  }

  /** A script as an agent of the process runtime, as it stands in a configuration file. */
  public JsonObject agent(String script) {
    return new JsonObject()
        .put("command", new JsonArray().add("node").add(script))
        .put("cwd", PLACE.toString())
        .put("port", FreePort.next());
  }

  /** What a script printed last; it must have ended well. */
  public JsonObject run(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    List<String> lines = shell.ran(command).lines().toList();
    return new JsonObject(lines.get(lines.size() - 1));
  }

  private static void copy() {
    try (Stream<Path> files = Files.list(SOURCE)) {
      Files.createDirectories(PLACE);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, PLACE.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}

package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.Eventually;
import io.reveille.testing.Shell;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image as an operator runs it: nothing writable but its volume, no rights, and agents on the same network. */
class ImageIT {
  private static final String IMAGE = "reveille:local";
  private static final Duration READY = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String run = "rvimage" + UUID.randomUUID().toString().substring(0, 8);
  private static DockerLab lab;
  private static Shell shell;

  @BeforeAll
  static void build() {
    lab = DockerLab.engine();
    shell = Shell.in(Path.of("").toAbsolutePath()).with("DOCKER_HOST", lab.host());
    shell.ran("scripts/image");
  }

  @AfterAll
  static void close() throws IOException {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void theImageWakesAnAgentOnItsOwnNetworkAndStopsCleanly() {
    docker("network", "create", run);
    try {
      wakesAndStops();
    } finally {
      docker("rm", "-f", "-v", run);
      lab.rm(run + "-agent");
      docker("network", "rm", run);
      docker("volume", "rm", "-f", run);
    }
  }

  private void wakesAndStops() {
    lab.containerNamed(run + "-agent")
        .expose(8080)
        .label("reveille.enable", "true")
        .host(config -> config.withNetworkMode(run))
        .create();
    startReveille();
    Eventually.holds("healthy", READY, () -> health().equals("healthy"));

    assertThat(docker("logs", run)).doesNotContain("ERROR").doesNotContain("Transport: nio");
    HttpResponse<String> answer = fetched("/bots/" + run + "-agent/");
    assertThat(answer.body()).isEqualTo("awake\n");
    assertThat(answer.headers().firstValue("Reveille-Wake")).contains("start");

    docker("stop", "-t", "30", run);
    assertThat(inspected("{{.State.ExitCode}}")).as(docker("logs", run)).isEqualTo("0");
  }

  @Test
  void theImageHasNoShellNoRootAndSaysWhatItIs() {
    JsonObject config = new JsonObject(docker("inspect", "-f", "{{json .Config}}", IMAGE));

    assertThat(config.getString("User")).isEqualTo("10001:10001");
    assertThat(
            config.getJsonObject("Healthcheck").getJsonArray("Test").stream().map(String::valueOf))
        .startsWith("CMD")
        .endsWith("health");
    assertThat(config.getJsonObject("Labels").fieldNames())
        .contains(
            "org.opencontainers.image.title",
            "org.opencontainers.image.description",
            "org.opencontainers.image.version",
            "org.opencontainers.image.revision",
            "org.opencontainers.image.created",
            "org.opencontainers.image.licenses");
    Shell.End shellInIt =
        shell.end("docker", "run", "--rm", "--entrypoint", "/bin/sh", IMAGE, "-c", "true");
    assertThat(shellInIt.code()).as(shellInIt.said()).isEqualTo(127);
  }

  @Test
  void itsClassesAreMappedAndItsHeapIsAShareOfItsMemory() {
    List<String> words = new ArrayList<>(List.of("run", "--rm", "-m", "200m", "--read-only"));
    words.addAll(List.of("--tmpfs", "/tmp", "-e"));
    words.add("JAVA_TOOL_OPTIONS=-Xlog:class+load:stdout -XX:+PrintFlagsFinal");
    words.addAll(List.of(IMAGE, "version"));

    String said = docker(words.toArray(new String[0]));

    assertThat(said)
        .containsPattern("io\\.reveille\\.Main source: shared objects file \\(top\\)")
        .containsPattern("io\\.reveille\\.cli\\.Cli source: shared objects file \\(top\\)");
    long heap = Long.parseLong(said.replaceAll("(?s).*\\bMaxHeapSize\\s*=\\s*(\\d+).*", "$1"));
    assertThat(heap).isBetween(100L << 20, 130L << 20);
  }

  /** As tight as docker/compose.yaml: the tmpfs is noexec, which is what an engine makes of it unless asked. */
  private void startReveille() {
    String socket = URI.create(lab.host()).getPath();
    List<String> words = new ArrayList<>(List.of("run", "-d", "--name", run, "--network", run));
    words.addAll(List.of("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
    words.addAll(List.of("--security-opt", "no-new-privileges:true"));
    words.addAll(List.of("--group-add", groupOf(socket), "--health-interval", "2s"));
    words.addAll(List.of("-v", run + ":/var/lib/reveille", "-v", socket + ":/var/run/docker.sock"));
    words.add(IMAGE);
    docker(words.toArray(new String[0]));
  }

  /** Who may use the engine: the user of the image may not by itself. */
  private static String groupOf(String socket) {
    try {
      return String.valueOf(Files.getAttribute(Path.of(socket), "unix:gid"));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private String health() {
    return inspected("{{.State.Health.Status}}");
  }

  private HttpResponse<String> fetched(String path) {
    String address = inspected("{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    URI uri = URI.create("http://" + address + ":7411" + path);
    try {
      return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  private String inspected(String format) {
    return docker("inspect", "-f", format, run).strip();
  }

  private String docker(String... words) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    return shell.ran(command);
  }
}

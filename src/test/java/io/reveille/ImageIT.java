package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The image as an operator runs it: nothing writable but its volume, and agents on the same network. */
class ImageIT {
  private static final String IMAGE = "reveille:local";
  private static final Duration READY = Duration.ofSeconds(40);

  private final String run = "rvimage" + UUID.randomUUID().toString().substring(0, 8);
  private String host = "";

  @Test
  void theImageWakesAnAgentOnItsOwnNetworkAndStopsCleanly() throws Exception {
    try (DockerLab lab = DockerLab.engine()) {
      host = lab.host();
      ran("bash", "scripts/image");
      docker("network", "create", run);
      try {
        wakesAndStops(lab);
      } finally {
        docker("rm", "-f", "-v", run);
        lab.rm(run + "-agent");
        docker("network", "rm", run);
        docker("volume", "rm", "-f", run);
      }
    }
  }

  private void wakesAndStops(DockerLab lab) throws Exception {
    lab.containerNamed(run + "-agent")
        .expose(8080)
        .label("reveille.enable", "true")
        .host(config -> config.withNetworkMode(run))
        .create();
    startReveille();
    Eventually.holds("ready", READY, () -> inside("http://127.0.0.1:7412/readyz") == 0);

    assertThat(docker("logs", run)).doesNotContain("ERROR").doesNotContain("Transport: nio");
    assertThat(fetched("http://127.0.0.1:7411/bots/" + run + "-agent/")).isEqualTo("awake\n");
    Eventually.holds(
        "healthy", READY, () -> inspected("{{.State.Health.Status}}").equals("healthy"));

    long began = System.nanoTime();
    docker("stop", "-t", "30", run);
    assertThat(inspected("{{.State.ExitCode}}")).as(docker("logs", run)).isEqualTo("0");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
  }

  /** As tight as docker/compose.yaml: the tmpfs is noexec, which is what an engine makes of it unless asked. */
  private void startReveille() throws IOException {
    String socket = host.replaceFirst("unix://", "");
    List<String> words = new ArrayList<>(List.of("run", "-d", "--name", run, "--network", run));
    words.addAll(List.of("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
    words.addAll(List.of("--security-opt", "no-new-privileges:true"));
    words.addAll(List.of("--group-add", groupOf(socket), "--health-interval", "2s"));
    words.addAll(List.of("-v", run + ":/var/lib/reveille", "-v", socket + ":/var/run/docker.sock"));
    words.add(IMAGE);
    docker(words.toArray(new String[0]));
  }

  /** Who may use the engine: the user of the image may not by itself. */
  private static String groupOf(String socket) throws IOException {
    return String.valueOf(Files.getAttribute(Path.of(socket), "unix:gid"));
  }

  private int inside(String url) throws IOException {
    return code("docker", "-H", host, "exec", run, "wget", "-q", "-O", "-", url);
  }

  private String fetched(String url) throws IOException {
    return docker("exec", run, "wget", "-q", "-O", "-", url);
  }

  private String inspected(String format) throws IOException {
    return docker("inspect", "-f", format, run).strip();
  }

  private String docker(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker", "-H", host));
    command.addAll(List.of(words));
    return ran(command.toArray(new String[0]));
  }

  private String ran(String... command) throws IOException {
    Process process = started(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = Eventually.ended(process);
    assertThat(code).as(String.join(" ", command) + ": " + said).isZero();
    return said;
  }

  private int code(String... command) throws IOException {
    Process process = started(command);
    process.getInputStream().readAllBytes();
    return Eventually.ended(process);
  }

  private Process started(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command)
        .directory(Path.of("").toAbsolutePath().toFile())
        .redirectErrorStream(true);
    builder.environment().put("DOCKER_HOST", host);
    return builder.start();
  }
}

package io.reveille.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The toy agents as containers with labels, made with the {@code docker} command and never started by it. */
public final class ToyContainers implements ToyHouse {
  private static final String IMAGE = "reveille:local";
  private static final String PREFIX = "reveille-demo-";

  private final Folder folder;
  private final Path configuration;

  /** Throws {@link IllegalStateException} with Docker's own words if it cannot make them. */
  public ToyContainers(Duration slowStart) {
    remove();
    refuseCompany();
    folder = Folder.make();
    configuration = folder.write(
        "reveille.json", DemoConfig.of("docker", folder, new JsonObject()).encodePrettily());
    try {
      create("quick", Duration.ZERO);
      create("slow", slowStart);
    } catch (IllegalStateException refused) {
      close();
      throw refused;
    }
  }

  /** The short times of a demo would hold for every labelled container on this engine. */
  private static void refuseCompany() {
    String others =
        docker(List.of("ps", "-a", "--filter", "label=reveille.enable", "--format", "{{.Names}}"));
    if (!others.isEmpty()) {
      throw new IllegalStateException(
          "this Docker has containers labelled reveille.enable already ("
              + others.replace("\n", ", ")
              + "), which it would put to sleep; try `reveille demo process`");
    }
  }

  private static void create(String name, Duration startDelay) {
    docker(List.of(
        "create",
        "--name",
        PREFIX + name,
        "--label",
        "reveille.enable=true",
        "--label",
        "reveille.id=" + name,
        "--label",
        "reveille.port=8080",
        "--publish",
        "127.0.0.1::8080",
        "--init",
        "--entrypoint",
        "java",
        IMAGE,
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx64m",
        "-cp",
        "/opt/reveille/reveille.jar",
        ToyAgent.class.getName(),
        "NAME=" + name,
        "START_DELAY=" + startDelay.toMillis()));
  }

  private static String docker(List<String> words) {
    List<String> command = new ArrayList<>(words);
    command.add(0, "docker");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("docker " + words.get(0) + ": " + said.strip());
      }
      return said.strip();
    } catch (IOException fault) {
      throw new IllegalStateException("there is no docker command here", fault);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  @Override
  public Path configuration() {
    return configuration;
  }

  @Override
  public void close() {
    remove();
    folder.remove();
  }

  /** Those of an earlier demo, too, that was not ended but killed. */
  private static void remove() {
    for (String name : List.of("quick", "slow")) {
      try {
        docker(List.of("rm", "-f", PREFIX + name));
      } catch (IllegalStateException refused) {
        if (!String.valueOf(refused.getMessage()).contains("No such container")) {
          System.err.println(refused.getMessage());
        }
      }
    }
  }
}

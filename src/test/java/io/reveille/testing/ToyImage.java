package io.reveille.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HealthCheck;
import io.reveille.demo.ToyAgent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The image of Reveille itself, in which the toy agent lives too: built from the jar by {@code scripts/image}. */
public final class ToyImage {
  private static final String NAME = "reveille:local";
  private static final String[] JAVA = {
    "java",
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xmx96m",
    "-cp",
    "/opt/reveille/reveille.jar",
    ToyAgent.class.getName()
  };

  private ToyImage() {}

  /**
   * A toy agent yet to be made, that listens on 8080.
   *
   * @param settings as {@code START_DELAY=2000}
   */
  public static DockerLab.Plan agent(DockerLab lab, String name, String... settings) {
    ensure(lab);
    String[] all = Stream.concat(Stream.of("PORT=8080", "NAME=" + name), Stream.of(settings))
        .toArray(String[]::new);
    return lab.container(name)
        .image(NAME)
        .cmd(all)
        .expose(8080)
        .with(create -> create
            .withEntrypoint(JAVA)
            // that of the image asks for Reveille, not for a toy
            .withHealthcheck(new HealthCheck().withTest(List.of("NONE"))));
  }

  /** Builds it unless the engine has one that is newer than the jar. Cannot it be built, the test is skipped and says so. */
  public static synchronized void ensure(DockerLab lab) {
    Path jar = Path.of(System.getProperty("reveille.jar", "target/reveille.jar"));
    if (!Files.exists(jar)) {
      throw DockerLab.without("toy agents in containers", jar + " is not built yet (mvn package)");
    }
    if (!isThere(lab, jar)) {
      build(lab);
    }
  }

  private static boolean isThere(DockerLab lab, Path jar) {
    try {
      String created = lab.docker().inspectImageCmd(NAME).exec().getCreated();
      return created != null
          && Instant.parse(created).isAfter(Files.getLastModifiedTime(jar).toInstant());
    } catch (NotFoundException notYet) {
      return false;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void build(DockerLab lab) {
    try {
      ProcessBuilder script = new ProcessBuilder("scripts/image").redirectErrorStream(true);
      script.environment().put("DOCKER_HOST", lab.host());
      Process process = script.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw DockerLab.without("toy agents in containers", "scripts/image: " + said.strip());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("scripts/image cannot be run", broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }
}

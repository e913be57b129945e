package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.PrivateEngine;
import io.reveille.testing.Shell;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** scripts/docker-engine on a machine where an engine was killed, as it is when a run of the tests is cut off. */
class EngineLeftoversIT {
  private static final int ASKED = 20;
  private static final String SERVE_ANOTHER_PAGE =
      "echo next > /www/index.html; exec /bin/busybox httpd -f -p 8080 -h /www";

  @Test
  void containersOfAKilledEngineDoNotAnswerForThoseOfTheNext(@TempDir Path folder)
      throws IOException {
    try (PrivateEngine killed = PrivateEngine.up(folder.resolve("killed"), "EngineLeftoversIT");
        DockerLab leftBehind = killed.lab()) {
      String left = leftBehind.container("left").start();
      String address = address(leftBehind, left);
      assertThat(says(killed, address)).isEqualTo("awake\n");

      killed.kill9();
      try (PrivateEngine next = killed.next(folder.resolve("next"))) {
        assertNextHasItsAddressesForItself(next, address);
      } finally {
        // what a killed engine left runs until the daemon that knows it ends it
        killed.start();
      }
    }
  }

  private static void assertNextHasItsAddressesForItself(PrivateEngine next, String used)
      throws IOException {
    try (DockerLab lab = next.lab()) {
      String fresh = lab.container("fresh")
          .cmd("/bin/busybox", "sh", "-c", SERVE_ANOTHER_PAGE)
          .start();
      assertThat(address(lab, fresh)).as("so that it matters").isEqualTo(used);
      for (int ask = 0; ask < ASKED; ask++) {
        assertThat(says(next, used)).isEqualTo("next\n");
      }
    }
  }

  private static String address(DockerLab lab, String id) {
    return Shell.in(Path.of("").toAbsolutePath())
        .ran(
            "docker", "-H", lab.host(), "inspect", "--format", "{{.NetworkSettings.IPAddress}}", id)
        .strip();
  }

  private static String says(PrivateEngine engine, String address) {
    return engine.run(
        "curl",
        "-s",
        "-m",
        "2",
        "--retry",
        "10",
        "--retry-delay",
        "1",
        "--retry-connrefused",
        "http://" + address + ":8080/");
  }
}

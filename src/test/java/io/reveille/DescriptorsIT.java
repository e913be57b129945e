package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the operating system has no file descriptor left for the next connection. */
class DescriptorsIT {
  private static final int DESCRIPTORS = 160;
  private static final Duration WATCHED = Duration.ofSeconds(5);

  @TempDir
  private Path folder = Path.of("");

  @Test
  @EnabledOnOs(OS.LINUX)
  void outOfFileDescriptorsItWaitsInsteadOfSpinningAndServesOnAfterwards() throws IOException {
    JsonObject config = new JsonObject()
        .put("runtime", "process")
        .put("proxy", new JsonObject().put("requestHeadTimeout", 0));
    List<Socket> flood = new ArrayList<>();
    try (ReveilleProcess reveille = new ReveilleProcess(folder, config)
        .within(List.of("sh", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$@\"", "sh"))
        .start()) {
      for (int i = 0; i < 2 * DESCRIPTORS; i++) {
        flood.add(new Socket(InetAddress.getLoopbackAddress(), reveille.port()));
      }
      Eventually.holds(
          "it says that it cannot accept",
          Duration.ofSeconds(30),
          () -> reveille.stderr().contains("No connection can be accepted"));
      Duration before = reveille.cpuTime();
      Eventually.after(WATCHED);
      assertThat(reveille.cpuTime().minus(before)).isLessThan(WATCHED.dividedBy(4));

      for (Socket socket : flood) {
        socket.close();
      }
      reveille.awaitServing();
      assertThat(reveille.get("nobody", "/").statusCode()).isEqualTo(404);
      assertThat(reveille.terminate()).isZero();
    }
  }
}

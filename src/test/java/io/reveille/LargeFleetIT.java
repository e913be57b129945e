package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand agents that sleep, in half of the heap that Reveille is shipped with. */
class LargeFleetIT {
  private static final int MANY = 10_000;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir
  Path folder;

  @Test
  void tenThousandAgentsAreServedCountedAndFoundAgain() {
    JsonObject agents = new JsonObject();
    for (int number = 0; number < MANY; number++) {
      agents.put(
          "bot" + number,
          new JsonObject().put("command", new JsonArray().add("true")).put("port", 1 + number));
    }
    JsonObject config = new JsonObject().put("runtime", "process").put("agents", agents);
    try (ReveilleProcess reveille =
        new ReveilleProcess(folder, config).heap("128m").start()) {
      Eventually.holds("all are known", LONG, () -> counted(reveille) == MANY);
      assertThat(reveille.state("bot9999")).isEqualTo("created");

      assertThat(reveille.terminate()).isZero();
      reveille.start();
      Eventually.holds("all are known again", LONG, () -> counted(reveille) == MANY);
      assertThat(reveille.isAlive()).isTrue();
    }
  }

  private static long counted(ReveilleProcess reveille) {
    return reveille
        .admin("GET", "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("reveille_agents{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }
}

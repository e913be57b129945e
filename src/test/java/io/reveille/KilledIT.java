package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.Eventually;
import io.reveille.testing.Hammer;
import io.reveille.testing.ReveilleProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reveille is killed at random moments under load, and its next run agrees with the engine before it listens. */
class KilledIT {
  private static final int KILLS = 20;
  private static final Map<String, String> IN_DOCKER =
      Map.of("running", "running", "paused", "paused", "stopped", "exited", "created", "created");

  @TempDir
  Path folder;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Map<String, String> agents = new TreeMap<>();

  @Test
  void killedAtTwentyRandomMomentsItAgreesWithTheEngineAndServesOn() throws Exception {
    System.out.println("KilledIT seed " + seed);
    try (DockerLab lab = DockerLab.engine();
        ReveilleProcess reveille = new ReveilleProcess(folder, config(lab));
        Hammer hammer = new Hammer(reveille.port())) {
      makeAgents(lab);
      reveille.start();
      agents.keySet().forEach(bot -> hammer.clients(2, bot, Duration.ofMillis(450)));
      for (int kill = 1; kill <= KILLS; kill++) {
        killOnce(reveille, kill);
        hammer.rest();
        reveille.launch().awaitServing();
        agrees(lab, reveille, "after kill " + kill);
        hammer.goOn();
        hammer.awaitAnswers(agents.size(), Duration.ofSeconds(20));
      }
      hammer.finish();
      assertThat(hammer.wrong()).as("seed " + seed).isEmpty();
      agents.keySet().forEach(bot -> neverCrashed(reveille, bot));
    }
  }

  private JsonObject config(DockerLab lab) {
    return new JsonObject()
        .put(
            "docker",
            new JsonObject()
                .put("endpoint", lab.host())
                .put("agentIdleTimeout", "300ms")
                .put("agentStopAfter", "1500ms")
                .put("agentStopTimeout", "2s"));
  }

  private void makeAgents(DockerLab lab) {
    for (String name : List.of("one", "two", "three")) {
      DockerLab.Plan plan = lab.container(name);
      plan.label("reveille.enable", "true").expose(8080);
      plan.label("reveille.idle-action", name.equals("three") ? "stop" : "pause");
      agents.put(plan.name(), plan.create());
    }
  }

  /** One in four is hit while it starts and nothing is served yet. */
  private void killOnce(ReveilleProcess reveille, int kill) {
    Eventually.after(Duration.ofMillis(random.nextInt(600)));
    reveille.kill9();
    if (kill % 4 == 0) {
      reveille.launch();
      Eventually.after(Duration.ofMillis(200 + random.nextInt(900)));
      reveille.kill9();
    }
  }

  /** What Reveille says, twice the same with the engine asked in between, is what the engine says. */
  private void agrees(DockerLab lab, ReveilleProcess reveille, String when) {
    List<String> seen = new ArrayList<>();
    for (String bot : agents.keySet()) {
      Eventually.holds(
          bot + " is as in Docker " + when + ": " + seen, Duration.ofSeconds(10), () -> {
            String before = reveille.state(bot);
            String docker = statusOf(lab, bot);
            String after = reveille.state(bot);
            seen.add(bot + " " + before + "/" + docker + "/" + after);
            boolean settled = before.equals(after) && IN_DOCKER.containsKey(before);
            if (settled) {
              assertThat(docker).as(when + " " + seen).isEqualTo(IN_DOCKER.get(before));
            }
            return settled;
          });
    }
  }

  private String statusOf(DockerLab lab, String bot) {
    return lab.docker().inspectContainerCmd(agents.get(bot)).exec().getState().getStatus();
  }

  private void neverCrashed(ReveilleProcess reveille, String bot) {
    List<String> history = reveille.history(bot);
    assertThat(history)
        .as("seed %d: %s", seed, history)
        .noneMatch(step -> step.contains("crashed") || step.contains("failed"));
    assertThat(history).anyMatch(step -> step.contains("paused") || step.contains("stopped"));
  }
}

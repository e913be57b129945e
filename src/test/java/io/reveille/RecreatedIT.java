package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.Eventually;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.TidyUp;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers that go and come back under the same name or label: with a new ID and another address. */
class RecreatedIT {
  @TempDir
  static Path folder;

  private static DockerLab lab;
  private static ReveilleProcess reveille;

  @BeforeAll
  static void begin() {
    lab = DockerLab.engine();
    JsonObject docker = new JsonObject()
        .put("endpoint", lab.host())
        .put("agentIdleTimeout", 0)
        .put("agentStopTimeout", "2s");
    JsonObject wake = new JsonObject().put("holdTimeout", "20s");
    reveille = new ReveilleProcess(
            folder, new JsonObject().put("docker", docker).put("wake", wake))
        .start();
  }

  @AfterAll
  static void end() throws Exception {
    TidyUp.close(reveille, lab);
  }

  @Test
  void trafficGoesToTheNewContainerAndNeverToAnother() {
    DockerLab.Plan plan = lab.container("moves");
    String bot = plan.name();
    String first = saying(plan, bot + " first").create();
    reveille.awaitState(bot, "created");
    assertThat(reveille.get(bot, "/").body()).isEqualTo(bot + " first\n");
    AtomicBoolean going = new AtomicBoolean(true);
    List<HttpResponse<String>> answers = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> clients = IntStream.range(0, 4)
        .mapToObj(number -> CompletableFuture.runAsync(() -> send(bot, going, answers)))
        .toList();

    lab.rm(first);
    // takes the address that has become free
    DockerLab.Plan other = saying(lab.container("neighbour"), "somebody else");
    other.start();
    String second = saying(lab.containerNamed(bot), bot + " second").create();
    try {
      Eventually.holds(
          "the new one answers",
          Duration.ofSeconds(25),
          () -> answers.stream().anyMatch(answer -> answer.body().equals(bot + " second\n")));
    } catch (AssertionError never) {
      throw new AssertionError(
          reveille.agent(bot) + " " + reveille.history(bot) + " " + answers + reveille.stderr(),
          never);
    } finally {
      going.set(false);
    }
    clients.forEach(CompletableFuture::join);

    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() == 200)
        .extracting(HttpResponse::body)
        .isSubsetOf(bot + " first\n", bot + " second\n");
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 200)
        .allMatch(answer -> answer.statusCode() == 502 || answer.statusCode() == 503);
    assertThat(reveille.get(bot, "/").body()).isEqualTo(bot + " second\n");
    assertThat(idOf(bot)).contains(second.substring(0, 12));
    assertThat(reveille.history(bot)).noneMatch(step -> step.contains("crashed"));
  }

  @Test
  void aRenamedContainerIsFollowed() {
    DockerLab.Plan plan = lab.container("old-name");
    String container = saying(plan, "renamed").create();
    reveille.awaitState(plan.name(), "created");
    String renamed = plan.name().replace("old", "new");

    lab.docker().renameContainerCmd(container).withName(renamed).exec();

    reveille.awaitState(renamed, "created");
    assertThat(reveille.get(renamed, "/").body()).isEqualTo("renamed\n");
    assertThat(reveille.get(plan.name(), "/").statusCode()).isIn(404, 503);
  }

  @Test
  void aRenamedContainerWithAnIdOfItsOwnKeepsIt() {
    DockerLab.Plan plan = lab.container("labelled");
    String bot = plan.name() + "-id";
    String container = saying(plan.label("reveille.id", bot), "by label").start();
    reveille.awaitState(bot, "running");

    lab.docker().renameContainerCmd(container).withName(plan.name() + "-2").exec();

    Eventually.holds(
        "the new name is known",
        Duration.ofSeconds(10),
        () -> reveille
            .agent(bot)
            .orElseThrow()
            .getJsonObject("container")
            .getString("name")
            .equals(plan.name() + "-2"));
    assertThat(reveille.get(bot, "/").body()).isEqualTo("by label\n");
  }

  @Test
  void whatIsRemovedIsMissingUntilItIsMadeAgain() {
    DockerLab.Plan plan = lab.container("comes-back");
    String bot = plan.name();
    lab.rm(first(plan));
    HttpResponse<String> gone = eventuallyMissing(bot);

    assertThat(gone.body()).contains("urn:reveille:problem:agent-missing");
    saying(lab.containerNamed(bot), "back").create();
    reveille.awaitState(bot, "created");
    assertThat(reveille.get(bot, "/").body()).isEqualTo("back\n");
  }

  private static String first(DockerLab.Plan plan) {
    String container = saying(plan, "first").start();
    reveille.awaitState(plan.name(), "running");
    return container;
  }

  private static HttpResponse<String> eventuallyMissing(String bot) {
    reveille.awaitState(bot, "missing");
    HttpResponse<String> answer = reveille.get(bot, "/");
    assertThat(answer.statusCode()).isEqualTo(503);
    return answer;
  }

  private static void send(String bot, AtomicBoolean going, List<HttpResponse<String>> answers) {
    while (going.get()) {
      answers.add(reveille.get(bot, "/"));
    }
  }

  private static DockerLab.Plan saying(DockerLab.Plan plan, String text) {
    String serve = "echo '" + text + "' > /www/index.html; trap 'exit 143' TERM;"
        + " /bin/busybox httpd -f -p 8080 -h /www & wait";
    return plan.expose(8080)
        .label("reveille.enable", "true")
        .cmd("/bin/busybox", "sh", "-c", serve);
  }

  private static Optional<String> idOf(String bot) {
    return reveille
        .agent(bot)
        .map(agent -> agent.getJsonObject("container").getString("id"))
        .map(id -> id.substring(0, Math.min(12, id.length())));
  }
}

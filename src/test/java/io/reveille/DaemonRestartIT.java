package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.DockerLab;
import io.reveille.testing.Eventually;
import io.reveille.testing.PrivateEngine;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.TidyUp;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine itself ends and comes back while requests come in, and takes all containers with it. */
class DaemonRestartIT {
  private static final int HOLD_SECONDS = 3;
  /** The longest that Reveille waits before it tries again, and a little for the try. */
  private static final Duration RECONNECTED = Duration.ofSeconds(7);

  private static final Duration AGREED = Duration.ofSeconds(10);

  @TempDir
  static Path shared;

  private static PrivateEngine engine;

  @TempDir
  Path folder;

  private DockerLab lab;
  private ReveilleProcess reveille;
  private String busy;
  private String asleep;

  /** What a caller got, and after how long. */
  private record Answer(int status, double seconds) {}

  @BeforeAll
  static void bringUp() {
    engine = PrivateEngine.up(shared, "DaemonRestartIT");
  }

  @AfterAll
  static void takeDown() {
    if (engine != null) {
      engine.close();
    }
  }

  @BeforeEach
  void begin() {
    lab = engine.lab();
    JsonObject docker = new JsonObject().put("endpoint", engine.host()).put("agentIdleTimeout", 0);
    reveille = new ReveilleProcess(
            folder,
            new JsonObject()
                .put("docker", docker)
                .put("wake", new JsonObject().put("holdTimeout", HOLD_SECONDS + "s")))
        .within(engine.within())
        .launch();
    busy = agent("busy");
    asleep = agent("asleep");
    assertThat(get(busy).status()).isEqualTo(200);
    assertThat(get(asleep).status()).isEqualTo(200);
    lab.pause(asleep);
    awaitState(asleep, "paused");
  }

  @AfterEach
  void end() throws Exception {
    TidyUp.close(reveille, lab);
  }

  @Test
  void engineThatIsRestartedCostsNoAgentARestart() {
    survives(PrivateEngine::terminate);
  }

  @Test
  void engineThatIsKilledCostsNoAgentARestart() {
    survives(PrivateEngine::kill9);
  }

  private void survives(Consumer<PrivateEngine> death) {
    AtomicBoolean enough = new AtomicBoolean();
    List<Answer> traffic = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> caller = CompletableFuture.runAsync(() -> {
      while (!enough.get()) {
        traffic.add(get(busy));
      }
    });

    death.accept(engine);
    Answer refused = get(asleep);
    // longer than any backoff but the last, so that the longest is what the return meets
    Eventually.after(Duration.ofSeconds(8));
    engine.start();
    Eventually.holds("connected again", RECONNECTED, this::isConnected);
    enough.set(true);
    caller.join();

    assertThat(reveille.isAlive()).as(reveille.stderr()).isTrue();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(traffic).allSatisfy(DaemonRestartIT::cameInTime);
    cameInTime(refused);
    agreesAndWakes(busy);
    agreesAndWakes(asleep);
    assertThat(told("reveille.runtime.disconnected")).as("one note for all").isEqualTo(1);
    assertThat(told("reveille.agent.crashed")).as("nobody's fault").isZero();
  }

  private static void cameInTime(Answer answer) {
    assertThat(answer.status()).isIn(200, 502, 503, 504);
    assertThat(answer.seconds()).isLessThan(HOLD_SECONDS + 2);
  }

  private void agreesAndWakes(String bot) {
    try {
      Eventually.holds(bot + " is as the engine says", AGREED, () -> agrees(bot));
    } catch (AssertionError late) {
      throw new AssertionError(shown(bot) + history(bot) + reveille.stderr(), late);
    }
    assertThat(get(bot)).extracting(Answer::status).as(reveille.stderr()).isEqualTo(200);
    JsonObject agent = shown(bot);
    assertThat(agent.getJsonObject("restarts").getInteger("count")).isZero();
    assertThat(history(bot)).doesNotContain("crashed");
  }

  private boolean agrees(String bot) {
    String real = lab.docker().inspectContainerCmd(bot).exec().getState().getStatus();
    return state(bot).equals("exited".equals(real) ? "stopped" : real);
  }

  private String agent(String name) {
    DockerLab.Plan plan = lab.container(name).expose(8080).label("reveille.enable", "true");
    plan.create();
    awaitState(plan.name(), "created");
    return plan.name();
  }

  private void awaitState(String bot, String state) {
    Eventually.holds(
        bot + " is " + state, Duration.ofSeconds(30), () -> state(bot).equals(state));
  }

  private String state(String bot) {
    return shown(bot).getString("state", "unknown");
  }

  private JsonObject shown(String bot) {
    String body = admin("/api/v1/agents/" + bot);
    return body.startsWith("{") ? new JsonObject(body) : new JsonObject();
  }

  private String history(String bot) {
    return admin("/api/v1/agents/" + bot + "/history?limit=1000");
  }

  private boolean isConnected() {
    String told = admin("/api/v1/events?limit=1000");
    return told.lastIndexOf("reveille.runtime.connected")
        > told.lastIndexOf("reveille.runtime.disconnected");
  }

  private long told(String type) {
    return new JsonObject(admin("/api/v1/events?limit=1000"))
        .getJsonArray("items").stream()
            .filter(item -> ((JsonObject) item).getString("type").equals(type))
            .count();
  }

  private String admin(String path) {
    return engine.run(
        "sh",
        "-c",
        "curl -s -H 'Accept: application/json' 'http://127.0.0.1:" + reveille.adminPort() + path
            + "' || true");
  }

  private Answer get(String bot) {
    String said = engine.run(
        "sh",
        "-c",
        "curl -s -m 15 -o /dev/null -w '%{http_code} %{time_total}' http://127.0.0.1:"
            + reveille.port() + "/bots/" + bot + "/ || true");
    String[] parts = said.split(" ", -1);
    return new Answer(Integer.parseInt(parts[0]), Double.parseDouble(parts[1]));
  }
}

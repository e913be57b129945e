package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.Find;
import io.reveille.config.ConfigLoader;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.testing.DockerLab;
import io.reveille.testing.EngineFilter;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The whole gateway in this process, in front of containers of a lab, and somebody who calls it. */
final class GatewayLab implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(40);

  private final Path folder;
  private final EngineFilter engine;
  private final Vertx vertx;
  private final GatewayBus bus;
  private final Gateway gateway;
  // Vert.x closes a client that nobody holds any more, with what is under way on it
  private final Caller caller;
  private final Caller operator;
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();

  private GatewayLab(Path folder, EngineFilter engine, Vertx vertx, Gateway gateway) {
    this.folder = folder;
    this.engine = engine;
    this.vertx = vertx;
    this.bus = new GatewayBus(vertx.eventBus());
    this.gateway = gateway;
    this.caller = new Caller(vertx, gateway.port());
    this.operator = new Caller(vertx, gateway.adminPort());
  }

  /**
   * Serves when this returns. It reaches the engine by what the shipped socket proxy lets through, and by nothing else.
   *
   * @param changes to a configuration in which no agent ever goes to sleep by itself: the engine may have containers of
   *     others
   */
  static GatewayLab start(DockerLab docker, String changes) {
    try {
      Path folder = Files.createTempDirectory("reveille-lab");
      Path file = folder.resolve("reveille.json");
      EngineFilter engine = EngineFilter.before(docker.host());
      JsonObject text =
          basics(engine, folder).mergeIn(new JsonObject(changes.replace('\'', '"')), true);
      Files.writeString(file, text.encodePrettily());
      ConfigLoader loader = new ConfigLoader(Map.of());
      LiveConfig config =
          new LiveConfig(loader, loader.read(Optional.of(file), Map.of()), Map.of());
      Vertx vertx = Vertx.vertx();
      Gateway gateway = await(Gateway.start(vertx, config), LONG);
      await(gateway.serving(), LONG);
      GatewayLab lab = new GatewayLab(folder, engine, vertx, gateway);
      await(lab.bus.onEvent(lab.events::add));
      return lab;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private static JsonObject basics(EngineFilter engine, Path folder) {
    return new JsonObject("""
        {
          "version": 1,
          "server": { "host": "127.0.0.1", "port": 0 },
          "admin": { "host": "127.0.0.1", "port": 0 },
          "runtime": "docker",
          "docker": { "endpoint": "%s", "agentIdleTimeout": 0, "agentStopTimeout": 5 },
          "proxy": { "drainTimeout": "1s" },
          "storage": { "url": "jdbc:sqlite:%s" }
        }
        """.formatted(engine.host(), folder.resolve("reveille.db")));
  }

  Vertx vertx() {
    return vertx;
  }

  Caller caller() {
    return caller;
  }

  /** One who speaks to the admin API. */
  Caller operator() {
    return operator;
  }

  /** The way to the engine. */
  EngineFilter engine() {
    return engine;
  }

  /** What was told on the bus since it serves. */
  List<AgentEvent> events(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  AgentReport report(String bot) {
    return await(bus.find(new Find(Optional.of(new BotId(bot))))).agents().get(0);
  }

  State state(String bot) {
    return report(bot).state();
  }

  void untilIs(State state, String bot) {
    until(() -> state(bot) == state, LONG);
  }

  void untilHeld(int count, String bot) {
    until(() -> report(bot).held() == count, LONG);
  }

  void untilInFlight(int count, String bot) {
    until(() -> report(bot).inFlight() == count, LONG);
  }

  @Override
  public void close() throws IOException {
    await(gateway.stop(), LONG);
    await(vertx.close(), LONG);
    engine.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    assertThat(engine.refused())
        .as("calls that docs/docker-api-calls.md does not list")
        .isEmpty();
  }
}

package io.reveille;

import static io.reveille.testing.Await.await;
import static io.reveille.testing.Await.until;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.Find;
import io.reveille.config.ConfigLoader;
import io.reveille.core.BotId;
import io.reveille.demo.ToyAgent;
import io.reveille.testing.FreePort;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole gateway in this process, before an agent that starts when the test lets it. */
final class ObservedGateway implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String START = """
      while [ ! -e "$DOOR" ]; do sleep 0.05; done; exec "$JAVA" -XX:TieredStopAtLevel=1 -cp "$CLASSES" "$MAIN"
      """;

  private final Path door;
  private final Vertx vertx = Vertx.vertx();
  private final GatewayBus bus = new GatewayBus(vertx.eventBus());
  private final Gateway gateway;
  final Caller caller;
  final Caller operator;

  /** Lal has never been started. */
  ObservedGateway(Path folder, Map<String, String> environment) {
    this.door = folder.resolve("door");
    try {
      Path file =
          Files.writeString(folder.resolve("reveille.json"), config(folder).encodePrettily());
      ConfigLoader loader = new ConfigLoader(environment);
      LiveConfig config =
          new LiveConfig(loader, loader.read(Optional.of(file), Map.of()), Map.of());
      this.gateway = await(Gateway.start(vertx, config), LONG);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    await(gateway.serving(), LONG);
    this.caller = new Caller(vertx, gateway.port());
    this.operator = new Caller(vertx, gateway.adminPort());
  }

  private JsonObject config(Path folder) {
    JsonObject lal = new JsonObject()
        .put("command", new JsonArray(List.of("sh", "-c", START)))
        .put("port", FreePort.next())
        .put(
            "env",
            new JsonObject()
                .put("NAME", "lal")
                .put("DOOR", door.toString())
                .put(
                    "JAVA",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .put("CLASSES", System.getProperty("java.class.path"))
                .put("MAIN", ToyAgent.class.getName()));
    JsonObject here = new JsonObject().put("host", "127.0.0.1").put("port", 0);
    return new JsonObject()
        .put("version", 1)
        .put("server", here)
        .put("admin", here)
        .put("runtime", "process")
        .put("docker", new JsonObject().put("agentIdleTimeout", 0).put("agentStopTimeout", 1))
        .put("wake", new JsonObject().put("holdTimeout", "60s"))
        .put("proxy", new JsonObject().put("drainTimeout", "1s"))
        .put("storage", new JsonObject().put("url", "jdbc:sqlite:" + folder.resolve("state.db")))
        .put("agents", new JsonObject().put("lal", lal));
  }

  void untilHeld(int count) {
    until(() -> lal().held() == count, LONG);
  }

  /** From now on lal can start. */
  void openDoor() {
    try {
      Files.createFile(door);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private AgentReport lal() {
    return await(bus.find(new Find(Optional.of(new BotId("lal"))))).agents().get(0);
  }

  Vertx vertx() {
    return vertx;
  }

  @Override
  public void close() {
    await(gateway.stop(), LONG);
    await(vertx.close(), LONG);
  }
}

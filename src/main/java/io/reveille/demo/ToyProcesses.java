package io.reveille.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The toy agents as local processes, which Reveille itself starts and ends. */
public final class ToyProcesses implements ToyHouse {
  private static final List<String> LIGHT = List.of(
      "-XX:TieredStopAtLevel=1",
      "-XX:+UseSerialGC",
      "-Xmx64m",
      "-XX:+IgnoreUnrecognizedVMOptions",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED");

  private final Folder folder = Folder.make();
  private final Path configuration;

  /** @param slowStart how long the slow one does not listen yet */
  public ToyProcesses(Duration slowStart) {
    JsonObject agents = new JsonObject()
        .put("quick", agent("quick", Duration.ZERO))
        .put("slow", agent("slow", slowStart));
    configuration =
        folder.write("reveille.json", DemoConfig.of("process", folder, agents).encodePrettily());
  }

  private static JsonObject agent(String name, Duration startDelay) {
    JsonArray command = new JsonArray()
        .add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    LIGHT.forEach(command::add);
    command.add("-cp").add(jar()).add(ToyAgent.class.getName());
    return new JsonObject()
        .put("command", command)
        .put("port", freePort())
        .put(
            "env",
            new JsonObject()
                .put("NAME", name)
                .put("START_DELAY", String.valueOf(startDelay.toMillis())));
  }

  private static String jar() {
    try {
      return Path.of(
              ToyAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException fault) {
      throw new UncheckedIOException("No port is free", fault);
    }
  }

  @Override
  public Path configuration() {
    return configuration;
  }

  /** The processes end with Reveille. */
  @Override
  public void close() {
    folder.remove();
  }
}

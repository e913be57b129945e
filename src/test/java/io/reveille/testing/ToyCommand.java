package io.reveille.testing;

import io.reveille.demo.ToyAgent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/** A toy agent for the process runtime, as it stands in a configuration file. */
public final class ToyCommand {
  private ToyCommand() {}

  public static JsonObject agent(String name) {
    JsonArray command = new JsonArray()
        .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .add("-XX:TieredStopAtLevel=1")
        .add("-XX:+UseSerialGC")
        .add("-Xmx64m")
        .add("-cp")
        .add(jar())
        .add(ToyAgent.class.getName());
    return new JsonObject()
        .put("command", command)
        .put("port", FreePort.next())
        .put("env", new JsonObject().put("NAME", name));
  }

  /** One that is ready so many milliseconds after it was started. */
  public static JsonObject agent(String name, String startDelay) {
    JsonObject agent = agent(name);
    agent.getJsonObject("env").put("START_DELAY", startDelay);
    return agent;
  }

  private static String jar() {
    return Path.of(System.getProperty("reveille.jar", "target/reveille.jar"))
        .toAbsolutePath()
        .toString();
  }
}

package io.reveille.demo;

import io.vertx.core.json.JsonObject;

/** The configuration of a demo: short times, so that there is something to see. */
final class DemoConfig {
  private DemoConfig() {}

  static JsonObject of(String runtime, Folder folder, JsonObject agents) {
    return new JsonObject()
        .put("version", 1)
        .put("server", new JsonObject().put("host", "127.0.0.1"))
        .put("runtime", runtime)
        .put(
            "docker",
            new JsonObject()
                .put("agentIdleTimeout", "5s")
                .put("agentStopAfter", "1m")
                .put("agentStopTimeout", "5s"))
        .put("storage", new JsonObject().put("url", folder.database()))
        .put("agents", agents);
  }
}

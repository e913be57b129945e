package io.reveille.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.core.DockerClientConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Answers to an inspection, as an engine writes them. */
final class Inspected {
  static final String STARTED = "2026-11-22T10:00:00.5Z";
  static final String FINISHED = "2026-11-22T11:00:00.25Z";

  private Inspected() {}

  /** A labelled agent that listens on 8080, published on 18101. */
  static JsonObject running(String id, String name) {
    return new JsonObject()
        .put("Id", id)
        .put("Name", "/" + name)
        .put("Created", "2026-11-22T09:00:00.1Z")
        .put(
            "Config",
            new JsonObject()
                .put("Image", "agent:1")
                .put("Labels", new JsonObject().put("reveille.enable", "true"))
                .put("ExposedPorts", new JsonObject().put("8080/tcp", new JsonObject())))
        .put(
            "HostConfig", new JsonObject().put("RestartPolicy", new JsonObject().put("Name", "no")))
        .put(
            "State",
            new JsonObject()
                .put("Status", "running")
                .put("Running", true)
                .put("ExitCode", 0)
                .put("StartedAt", STARTED)
                .put("FinishedAt", "0001-01-01T00:00:00Z"))
        .put(
            "NetworkSettings",
            new JsonObject()
                .put(
                    "Ports",
                    new JsonObject()
                        .put(
                            "8080/tcp",
                            new JsonArray()
                                .add(new JsonObject()
                                    .put("HostIp", "0.0.0.0")
                                    .put("HostPort", "18101"))))
                .put(
                    "Networks",
                    new JsonObject()
                        .put("bridge", new JsonObject().put("IPAddress", "172.17.0.2"))));
  }

  static JsonObject status(JsonObject of, String status) {
    of.getJsonObject("State").put("Status", status);
    return of;
  }

  static JsonObject exited(JsonObject of, int code, String finishedAt) {
    status(of, "exited").getJsonObject("State").put("ExitCode", code).put("FinishedAt", finishedAt);
    return of;
  }

  static ContainerFacts facts(JsonObject answer) {
    return facts(answer, 1);
  }

  static ContainerFacts facts(JsonObject answer, long takenAt) {
    try {
      return ContainerFacts.of(
          DockerClientConfig.getDefaultObjectMapper()
              .readValue(answer.encode(), InspectContainerResponse.class),
          takenAt);
    } catch (JsonProcessingException wrong) {
      throw new AssertionError(wrong);
    }
  }

  /** An event as API 1.52 writes it: no {@code status}, {@code id} or {@code from}. */
  static String event(String action, String id, String name, long timeNano, String... attributes) {
    JsonObject all = new JsonObject().put("name", name).put("reveille.enable", "true");
    for (int i = 0; i < attributes.length; i += 2) {
      all.put(attributes[i], attributes[i + 1]);
    }
    return new JsonObject()
            .put("Type", "container")
            .put("Action", action)
            .put("Actor", new JsonObject().put("ID", id).put("Attributes", all))
            .put("time", timeNano / 1_000_000_000L)
            .put("timeNano", timeNano)
            .encode()
        + "\n";
  }
}

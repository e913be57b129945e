package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Eventually;
import io.reveille.testing.FreePort;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.ToyCommand;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened, and what admins should know of, is still there after a {@code kill -9}. */
class EventsAfterAKillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir
  Path folder;

  private ReveilleProcess reveille;

  @BeforeEach
  void begin() {
    JsonObject config = new JsonObject()
        .put("runtime", "process")
        .put(
            "docker",
            new JsonObject()
                .put("agentIdleTimeout", 0)
                .put("agentMaxRestarts", 1)
                .put("agentRestartBackoffSeconds", "200ms"))
        .put(
            "agents", new JsonObject().put("one", ToyCommand.agent("one")).put("broken", broken()));
    reveille = new ReveilleProcess(folder, config);
    reveille.start();
  }

  @AfterEach
  void end() {
    reveille.terminate(); // a kill would leave the agent behind
  }

  @Test
  void theStreamGoesOnAndTheAlertIsStillOpen() throws Exception {
    assertThat(reveille.get("one", "/hello").statusCode()).isEqualTo(200);
    assertThat(reveille.get("broken", "/").statusCode()).isEqualTo(503);
    reveille.awaitState("broken", "failed");
    List<String> before = ids(all());
    JsonArray alerts = alerts();
    assertThat(alerts.encode()).contains("\"event\":\"agent.failed\",\"agent\":\"broken\"");

    reveille.kill9();
    reveille.start();

    List<String> resumed = streamedUntilItServes(before.get(before.size() / 2));
    List<String> after = ids(all());
    assertThat(after).startsWith(before.toArray(String[]::new)).doesNotHaveDuplicates();
    assertThat(resumed)
        .isEqualTo(after.subList(before.size() / 2 + 1, before.size() / 2 + 1 + resumed.size()));
    assertThat(after.stream().map(Long::valueOf).toList()).isSorted();
    assertThat(alerts()).isEqualTo(alerts);

    reveille.admin("POST", "/api/v1/agents/broken/reset-failed");
    Eventually.holds(
        "it is over", PATIENCE, () -> !alerts().encode().contains("\"resolvedAt\":null"));
  }

  private static JsonObject broken() {
    return new JsonObject()
        .put("command", new JsonArray(List.of("sh", "-c", "exit 3")))
        .put("port", FreePort.next());
  }

  private JsonArray alerts() {
    return new JsonObject(reveille.admin("GET", "/api/v1/alerts").body()).getJsonArray("items");
  }

  private JsonObject all() {
    return new JsonObject(reveille.eventPage("tail=1000"));
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("id"))
        .toList();
  }

  /** The IDs of the events behind {@code lastSeen}, up to the one that says that it serves again. */
  private List<String> streamedUntilItServes(String lastSeen) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + reveille.adminPort() + "/api/v1/events"))
        .header("Last-Event-ID", lastSeen)
        .build();
    List<String> ids = new ArrayList<>();
    try (var lines =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
      lines
          .takeWhile(line -> !line.equals("event: reveille.gateway.started") || isOfOldRun(ids))
          .filter(line -> line.startsWith("id: "))
          .forEach(line -> ids.add(line.substring(4)));
    }
    return ids;
  }

  private boolean isOfOldRun(List<String> ids) {
    return Long.parseLong(ids.get(ids.size() - 1)) < reveille.launchedAtMicros();
  }
}

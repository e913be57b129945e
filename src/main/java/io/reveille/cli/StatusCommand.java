package io.reveille.cli;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(description = "Tells all that is known of one agent.")
final class StatusCommand extends Command {
  private static final int WIDTH = 14;

  @Parameters(paramLabel = "ID", description = "bot ID")
  private String id = "";

  StatusCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    JsonObject agent = session.client().get("/api/v1/agents/" + AdminClient.escape(id));
    if (session.json()) {
      session.out.println(agent.encodePrettily());
    } else {
      facts(agent, Instant.now())
          .forEach(
              (name, fact) -> session.out.println(name + " ".repeat(WIDTH - name.length()) + fact));
    }
    return ExitCode.OK;
  }

  private static Map<String, String> facts(JsonObject agent, Instant now) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("agent", agent.getString("id"));
    facts.put("name", agent.getString("name"));
    facts.put(
        "state",
        agent.getString("state") + " for " + Words.since(agent.getString("since"), now) + " ("
            + agent.getString("cause") + ")");
    facts.put("last message", ago(agent.getString("lastActivityAt"), now));
    facts.put("next", PsCommand.next(agent, now));
    facts.put("in flight", agent.getInteger("inFlight") + ", held " + agent.getInteger("held"));
    facts.put("restarts", restarts(agent.getJsonObject("restarts"), now));
    facts.put("last exit", lastExit(agent.getJsonObject("lastExit"), now));
    facts.put("container", container(agent.getJsonObject("container"), agent.getString("runtime")));
    facts.put("endpoint", agent.getString("endpoint") == null ? "-" : agent.getString("endpoint"));
    facts.put("wakes", wakes(agent.getJsonObject("wakes")));
    facts.put("memory", memory(agent));
    return facts;
  }

  private static String ago(@Nullable String at, Instant now) {
    return at == null ? "-" : Words.since(at, now) + " ago";
  }

  private static String restarts(JsonObject restarts, Instant now) {
    String next = restarts.getString("nextAttemptAt");
    return restarts.getInteger("count") + " of " + restarts.getInteger("max")
        + (next == null ? "" : ", next " + Words.until(next, now));
  }

  private static String lastExit(@Nullable JsonObject exit, Instant now) {
    if (exit == null) {
      return "-";
    }
    String memory = exit.getBoolean("oomKilled", false) ? ", out of memory" : "";
    return "code " + exit.getInteger("code") + memory + ", " + ago(exit.getString("at"), now);
  }

  /** A process has no ID before it was started. */
  static String container(@Nullable JsonObject container, String runtime) {
    if (container == null) {
      return "-";
    }
    String facts = Stream.of("id", "image")
        .filter(key -> container.getValue(key) != null)
        .map(key -> container.getString(key) + ", ")
        .collect(Collectors.joining());
    return container.getString("name") + " (" + facts + runtime + ")";
  }

  private static String memory(JsonObject agent) {
    Long freed = agent.getLong("freedBytes");
    return Words.bytes(agent.getLong("memoryBytes"))
        + (freed == null ? "" : ", freed " + Words.bytes(freed));
  }

  private static String wakes(JsonObject wakes) {
    Integer usual = wakes.getInteger("p50Ms");
    return wakes.getInteger("count") + (usual == null ? "" : ", usually " + usual + " ms");
  }
}

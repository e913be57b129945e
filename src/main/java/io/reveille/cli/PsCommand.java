package io.reveille.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(description = "Lists the agents.")
final class PsCommand extends Command {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = States.class,
      description = "only agents in this state: ${COMPLETION-CANDIDATES}")
  private final List<String> states = new ArrayList<>();

  @Option(names = "-q", paramLabel = "TEXT", description = "only agents with this in ID or name")
  private String query = "";

  /** For the completion of shells; which words there are, Reveille itself knows best. */
  static final class States implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(
              "created",
              "starting",
              "running",
              "idle",
              "paused",
              "stopped",
              "crashed",
              "restarting",
              "failed",
              "missing")
          .iterator();
    }
  }

  PsCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    String path = "/api/v1/agents?q=" + AdminClient.escape(query);
    if (!states.isEmpty()) {
      path += "&state=" + AdminClient.escape(String.join(",", states));
    }
    JsonArray agents = session.client().all(path);
    if (session.json()) {
      session.out.println(agents.encodePrettily());
    } else if (agents.isEmpty()) {
      session.err.println("No agents.");
    } else {
      table(agents, Instant.now()).print(session.out, session.terminal().coloured());
    }
    return ExitCode.OK;
  }

  private static Table table(JsonArray agents, Instant now) {
    Table table = new Table(
        "AGENT",
        "STATE",
        "SINCE",
        "LAST MESSAGE",
        "IN FLIGHT",
        "HELD",
        "MEMORY",
        "NEXT",
        "ENDPOINT");
    for (int index = 0; index < agents.size(); index++) {
      JsonObject agent = agents.getJsonObject(index);
      table.add(
          agent.getString("id"),
          agent.getString("state"),
          Words.since(agent.getString("since"), now),
          Words.since(agent.getString("lastActivityAt"), now),
          String.valueOf(agent.getInteger("inFlight")),
          String.valueOf(agent.getInteger("held")),
          Words.bytes(agent.getLong("memoryBytes")),
          next(agent, now),
          agent.getString("endpoint") == null ? "-" : agent.getString("endpoint"));
    }
    return table;
  }

  /** For example {@code stopped in 6 h}, or what an operator holds it to. */
  static String next(JsonObject agent, Instant now) {
    JsonObject keep = agent.getJsonObject("keep");
    if (keep != null) {
      String until = keep.getString("until");
      String howLong =
          until == null ? "" : " for " + Words.of(Duration.between(now, Instant.parse(until)));
      return "kept " + keep.getString("mode") + howLong;
    }
    JsonObject next = agent.getJsonObject("next");
    return next == null
        ? "-"
        : next.getString("state") + " " + Words.until(next.getString("at"), now);
  }
}

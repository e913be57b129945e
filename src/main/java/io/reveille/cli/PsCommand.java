package io.reveille.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(description = "Lists the agents.")
final class PsCommand extends Command {
  @Option(names = "--state", paramLabel = "STATE", description = "only agents in this state")
  private final List<String> states = new ArrayList<>();

  @Option(names = "-q", paramLabel = "TEXT", description = "only agents with this in ID or name")
  private String query = "";

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
      table(agents, Instant.now()).print(session.out, session.coloured());
    }
    return ExitCode.OK;
  }

  private static Table table(JsonArray agents, Instant now) {
    Table table = new Table(
        "AGENT", "STATE", "SINCE", "LAST MESSAGE", "IN FLIGHT", "HELD", "NEXT", "ENDPOINT");
    for (int index = 0; index < agents.size(); index++) {
      JsonObject agent = agents.getJsonObject(index);
      table.add(
          agent.getString("id"),
          agent.getString("state"),
          Words.since(agent.getString("since"), now),
          Words.since(agent.getString("lastActivityAt"), now),
          String.valueOf(agent.getInteger("inFlight")),
          String.valueOf(agent.getInteger("held")),
          next(agent, now),
          agent.getString("endpoint") == null ? "-" : agent.getString("endpoint"));
    }
    return table;
  }

  /** For example {@code stopped in 6 h}. */
  static String next(JsonObject agent, Instant now) {
    JsonObject next = agent.getJsonObject("next");
    return next == null
        ? "-"
        : next.getString("state") + " " + Words.until(next.getString("at"), now);
  }
}

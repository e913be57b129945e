package io.reveille.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
    description = "Tells by its exit code whether Reveille is ready, or agents are well.")
final class HealthCommand extends Command {
  @Parameters(arity = "0..*", paramLabel = "ID", description = "bot IDs; none: Reveille itself")
  private final List<String> ids = new ArrayList<>();

  HealthCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    AdminClient client = session.client();
    if (ids.isEmpty()) {
      return tell("reveille", client.ask("/readyz"), "status");
    }
    int worst = ExitCode.OK;
    for (String id : ids) {
      String path = "/api/v1/agents/" + AdminClient.escape(id) + "/health";
      worst = Math.max(worst, tell(id, client.ask(path), "state"));
    }
    return worst;
  }

  private int tell(String who, AdminClient.Reply reply, String key) {
    if (session.json()) {
      session.out.println(reply.body().encode());
    } else if (reply.isGood()) {
      session.out.println(who + "  " + reply.body().getString(key));
    } else {
      session.err.println(who + ": " + reply.why());
    }
    return reply.isGood() ? ExitCode.OK : ExitCode.FAILED;
  }
}

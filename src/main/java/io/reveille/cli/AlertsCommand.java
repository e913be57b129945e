package io.reveille.cli;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@CommandLine.Command(
    description = "Sends a test alert: reveille alerts test TARGET.",
    synopsisSubcommandLabel = "test")
final class AlertsCommand extends Command {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  AlertsCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "What about the alerts? There is: test");
  }

  @CommandLine.Command(
      description = "Sends a test alert to TARGET at once, and tells what came back.",
      exitCodeListHeading = "Exit codes:%n",
      exitCodeList = {"0:delivered", "1:not delivered", "2:usage", "4:no Reveille there"})
  static final class Test extends Command {
    @Parameters(paramLabel = "TARGET", description = "its name in alerts.targets")
    private String target = "";

    Test(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      AdminClient.Reply reply = session
          .client()
          .post("/api/v1/alerts/" + AdminClient.escape(target) + "/test", Duration.ZERO, () -> {});
      if (!reply.isGood()) {
        session.err.println(reply.why());
        return ExitCode.FAILED;
      }
      session.out.println(
          session.json()
              ? reply.body().encode()
              : target + "  delivered  " + reply.body().getString("detail") + "  "
                  + reply.body().getLong("durationMs") + " ms");
      return ExitCode.OK;
    }
  }
}

package io.reveille.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.ActReply.Result;
import io.reveille.core.Agent.State;
import io.reveille.testing.AdminServer;
import io.reveille.testing.Reports;
import io.vertx.core.Promise;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody at a terminal sees, and a program does not. */
class TerminalTest {
  private static final Terminal COLOURED = new Terminal(true, true);
  private static final Terminal NO_COLOUR = new Terminal(true, false);
  private static final String ESCAPE = "\u001b";

  private final AdminServer server =
      new AdminServer().with(Reports.bare("lal", State.RUNNING)).start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void statesHaveColoursOnATerminalThatWantsThem() {
    assertThat(run(COLOURED, "ps")).isEqualTo(0);
    assertThat(out.toString()).contains(ESCAPE + "[32mrunning" + ESCAPE);

    assertThat(run(COLOURED, "ps", "-o", "json")).isEqualTo(0);
    assertThat(out.toString().substring(out.toString().indexOf("[ {"))).doesNotContain(ESCAPE);
  }

  @Test
  void thereAreNoColoursElsewhere() {
    assertThat(run(NO_COLOUR, "ps")).isEqualTo(0);
    assertThat(run(Terminal.NONE, "ps")).isEqualTo(0);

    assertThat(out.toString()).contains("running").doesNotContain(ESCAPE);
  }

  @Test
  void whoWaitsAtATerminalSeesTheSecondsPass() {
    answerWhen("wake lal: 1 s");

    assertThat(run(NO_COLOUR, "wake", "lal")).isEqualTo(0);

    assertThat(err.toString())
        .contains("\r" + ESCAPE + "[Kwake lal: 1 s")
        .endsWith("\r" + ESCAPE + "[K");
    assertThat(out.toString()).isEqualTo("lal  running\n");
  }

  @Test
  void whoWaitsElsewhereSeesNothingUntilItIsDone() {
    Promise<ActReply> reply = Promise.promise();
    server.reply = reply.future();
    server.vertx().setTimer(1200, later -> reply.complete(done()));

    assertThat(run(Terminal.NONE, "wake", "lal")).isEqualTo(0);

    assertThat(err.toString()).isEmpty();
  }

  /** The wake ends when the one who waits has been shown {@code shown}. */
  private void answerWhen(String shown) {
    Promise<ActReply> reply = Promise.promise();
    server.reply = reply.future();
    server.vertx().setPeriodic(20, timer -> {
      if (err.toString().contains(shown)) {
        server.vertx().cancelTimer(timer);
        reply.complete(done());
      }
    });
  }

  private static ActReply done() {
    return new ActReply(Result.DONE, "", Optional.of(Reports.bare("lal", State.RUNNING)));
  }

  private int run(Terminal terminal, String... args) {
    String[] all = new String[args.length + 2];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--url";
    all[args.length + 1] = server.url();
    Session session =
        new Session(new NoStarter(), terminal, new PrintWriter(out), new PrintWriter(err));
    return Cli.run(all, session);
  }
}

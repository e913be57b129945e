package io.reveille.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:usage", "3:not done in time", "4:no Reveille there"})
final class ActionCommand extends Command {
  static final List<Action> ACTIONS = List.of(
      new Action("wake", "Wakes agents, and waits until they are ready."),
      new Action("pause", "Pauses agents: no processor time, memory kept."),
      new Action("stop", "Stops agents: memory freed. The next request starts them."),
      new Action("restart", "Stops agents and starts them again."),
      new Action(
          "reset-failed", "Forgives failed agents their crashes: the next request starts them."));
  private static final String LONG_ENOUGH = "60s";
  /** The admin API waits no longer for one request. */
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
  /** What is asked for when an answer has come too early: not the same where that would do it twice. */
  private static final Map<String, String> AGAIN =
      Map.of("wake", "wake", "restart", "wake", "stop", "stop");

  private final String action;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "bot IDs")
  private final List<String> ids = new ArrayList<>();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = LONG_ENOUGH,
      preprocessor = OptionalTime.class,
      description = "how long to wait for the end, for example 30s (default: 60s; 0: not at all)")
  private String wait = LONG_ENOUGH;

  @Option(names = "--no-wait", description = "the same as --wait=0")
  private boolean noWait;

  @Option(names = "--force", description = "also while requests are in flight")
  private boolean force;

  /** In {@code --wait lal} the time is left out, and {@code lal} is no time. */
  static final class OptionalTime implements CommandLine.IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      boolean attached = "=".equals(info.get("separator"));
      if (!attached && (args.isEmpty() || Words.duration(args.peek()).isEmpty())) {
        args.push(LONG_ENOUGH);
      }
      return false; // picocli goes on and takes what is on top
    }
  }

  /** What can be done to agents, by the name of its command. */
  record Action(String name, String about) {}

  ActionCommand(Session session, Action action) {
    super(session);
    this.action = action.name();
  }

  @Override
  public Integer call() {
    Duration patience = noWait ? Duration.ZERO : patience();
    AdminClient client = session.client();
    int worst = ExitCode.OK;
    for (String id : ids) {
      worst = Math.max(worst, act(client, id, patience));
    }
    return worst;
  }

  private Duration patience() {
    return Words.duration(wait)
        .orElseThrow(() -> new Failure(
            ExitCode.USAGE, "--wait '" + wait + "' is no time: write it like 30s or 2m"));
  }

  private int act(AdminClient client, String id, Duration patience) {
    Progress progress = new Progress(session, action + " " + id);
    AdminClient.Reply reply = ask(client, id, patience, progress::second);
    progress.clear();
    if (!reply.isGood()) {
      session.err.println(id + ": " + reply.why());
      return ExitCode.FAILED;
    }
    session.out.println(
        session.json() ? reply.body().encode() : id + "  " + reply.body().getString("state", "-"));
    if (reply.status() == 202 && !patience.isZero()) {
      session.err.println(id + ": not done within " + Words.of(patience) + "; it goes on");
      return ExitCode.NOT_READY;
    }
    return ExitCode.OK;
  }

  /** As often as it takes, as one answer comes after ten minutes at the latest. */
  private AdminClient.Reply ask(
      AdminClient client, String id, Duration patience, Runnable eachSecond) {
    Duration wait = shorter(patience, LONGEST_ANSWER);
    AdminClient.Reply reply = client.post(path(id, action), wait, eachSecond);
    Duration left = patience.minus(wait);
    while (reply.status() == 202 && !left.isZero() && AGAIN.containsKey(action)) {
      wait = shorter(left, LONGEST_ANSWER);
      reply = client.post(path(id, AGAIN.get(action)), wait, eachSecond);
      left = left.minus(wait);
    }
    return reply;
  }

  private String path(String id, String what) {
    return "/api/v1/agents/" + AdminClient.escape(id) + "/" + what + (force ? "?force=true" : "");
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

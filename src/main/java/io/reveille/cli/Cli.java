package io.reveille.cli;

import io.reveille.config.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: data on the output, words on the error output. */
@CommandLine.Command(
    name = "reveille",
    description = "Wake-on-request gateway for agent containers.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = LocalCommands.Versions.class)
public final class Cli implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "shows this")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "shows the version of Reveille and of Java")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean version;

  private Cli() {}

  /** Runs one command line and returns the exit code. */
  public static int run(String[] args, Starter starter, PrintWriter out, PrintWriter err) {
    return run(args, new Session(starter, Terminal.ofProcess(), out, err));
  }

  static int run(String[] args, Session session) {
    int exitCode = commandLine(session).execute(args);
    session.out.flush();
    session.err.flush();
    return exitCode;
  }

  static CommandLine commandLine(Session session) {
    CommandLine line = new CommandLine(new Cli());
    add(line, "serve", new LocalCommands.Serve(session));
    add(line, "check", new LocalCommands.Check(session));
    add(line, "init", new InitCommand(session));
    add(line, "ps", new PsCommand(session));
    add(line, "status", new StatusCommand(session));
    for (ActionCommand.Action action : ActionCommand.ACTIONS) {
      add(line, action.name(), new ActionCommand(session, action))
          .usageMessage()
          .description(action.about());
    }
    add(line, "events", new EventsCommand(session));
    CommandSpec alerts = CommandSpec.forAnnotatedObject(new AlertsCommand(session));
    line.addSubcommand("alerts", alerts); // its options are those of what follows it
    add(alerts, "test", new AlertsCommand.Test(session));
    add(line, "health", new HealthCommand(session));
    add(line, "version", new LocalCommands.ShowVersion(session));
    add(line, "demo", new LocalCommands.Demo(session));
    add(line, "completion", new CompletionCommand(session));
    PrintWriter err = session.err;
    return line.setOut(session.out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((wrong, parsed) -> misused(wrong, err))
        .setExecutionExceptionHandler((fault, where, parsed) -> told(fault, err));
  }

  private static CommandSpec add(CommandLine line, String name, Command command) {
    return add(line.getCommandSpec(), name, command);
  }

  /** Each command shares the session, so that its options may stand behind any of them. */
  private static CommandSpec add(CommandSpec parent, String name, Command command) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(command);
    spec.addMixin("session", CommandSpec.forAnnotatedObject(command.session));
    if (name.equals("demo")) {
      spec.parser().unmatchedOptionsArePositionalParams(true);
    }
    parent.addSubcommand(name, spec);
    return spec;
  }

  /** What is wrong in a line or two: the whole help would push it out of sight. */
  private static int misused(ParameterException wrong, PrintWriter err) {
    err.println(wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    CommandLine where = wrong.getCommandLine();
    err.println("Try '" + where.getCommandSpec().qualifiedName() + " --help'.");
    return where.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int told(Exception fault, PrintWriter err) throws Exception {
    err.println(fault.getMessage());
    if (fault instanceof Failure failure) {
      return failure.exitCode();
    }
    if (fault instanceof ConfigException) {
      return ExitCode.USAGE;
    }
    throw fault;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}

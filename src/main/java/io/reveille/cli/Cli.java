package io.reveille.cli;

import io.reveille.config.ConfigException;
import java.io.PrintWriter;
import java.util.Set;
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
    int exitCode = commandLine(session, asked(args)).execute(args);
    session.out.flush();
    session.err.flush();
    return exitCode;
  }

  /** With all commands. */
  static CommandLine commandLine(Session session) {
    return commandLine(session, Commands.TABLE.keySet());
  }

  /** To make a command takes time, which the start of Reveille has not: no more of them than are needed. */
  private static Set<String> asked(String[] args) {
    boolean byName = args.length > 0 && Commands.standsAlone(args[0]);
    return byName ? Set.of(args[0]) : Commands.TABLE.keySet();
  }

  private static CommandLine commandLine(Session session, Set<String> names) {
    CommandLine line = new CommandLine(new Cli());
    Commands.TABLE.forEach((name, command) -> {
      if (names.contains(name)) {
        line.addSubcommand(name, command.apply(session));
      }
    });
    PrintWriter err = session.err;
    return line.setOut(session.out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((wrong, parsed) -> misused(wrong, err))
        .setExecutionExceptionHandler((fault, where, parsed) -> told(fault, err));
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

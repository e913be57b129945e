package io.reveille.cli;

import io.reveille.config.GatewayConfig;
import io.reveille.config.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** The commands that need no running Reveille. */
final class LocalCommands {
  private LocalCommands() {}

  @CommandLine.Command(description = "Runs Reveille until it is told to stop.")
  static final class Serve extends Command {
    Serve(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      return session.starter().serve(session.load(), session.flags());
    }
  }

  @CommandLine.Command(description = "Reads the configuration and tells every problem in it.")
  static final class Check extends Command {
    Check(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      GatewayConfig config = session.load().config();
      session.out.println("The configuration is good: runtime "
          + config.runtime().name().toLowerCase(Locale.ROOT) + ", agents in the file: "
          + config.agents().configured().size());
      return ExitCode.OK;
    }
  }

  @CommandLine.Command(description = "Shows the version of Reveille and of Java.")
  static final class ShowVersion extends Command {
    ShowVersion(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      session.out.println(Versions.line());
      return ExitCode.OK;
    }
  }

  /** The same for the option. */
  static final class Versions implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {line()};
    }

    static String line() {
      return "reveille " + Version.current() + " (Java " + System.getProperty("java.version") + ")";
    }
  }

  @CommandLine.Command(
      description = "Starts Reveille with two toy agents, to see a wake and a sleep.")
  static final class Demo extends Command {
    @Parameters(
        arity = "0..1",
        hideParamSyntax = true,
        paramLabel = "[RUNTIME]",
        description = "docker or process (default: process)")
    private final List<String> args = new ArrayList<>();

    Demo(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      return session.starter().demo(List.copyOf(args));
    }
  }
}

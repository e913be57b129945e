package io.reveille.cli;

import io.reveille.config.ConfigException;
import io.reveille.config.GatewayConfig;
import io.reveille.config.LoadedConfig;
import io.reveille.config.Version;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
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
      try {
        good(session.load());
        return ExitCode.OK;
      } catch (ConfigException bad) {
        if (!session.json()) {
          throw bad;
        }
        session.out.println(
            new JsonObject().put("good", false).put("problems", problems(bad)).encodePrettily());
        return ExitCode.USAGE;
      }
    }

    private void good(LoadedConfig loaded) {
      GatewayConfig config = loaded.config();
      String runtime = config.runtime().name().toLowerCase(Locale.ROOT);
      int agents = config.agents().configured().size();
      if (session.json()) {
        session.out.println(new JsonObject()
            .put("good", true)
            .put("file", loaded.file().map(Path::toString).orElse(null))
            .put("runtime", runtime)
            .put("agents", agents)
            .put("warnings", new JsonArray(loaded.warnings()))
            .encodePrettily());
      } else {
        session.out.println(
            "The configuration is good: runtime " + runtime + ", agents in the file: " + agents);
        loaded.warnings().forEach(session.err::println);
      }
    }

    private static JsonArray problems(ConfigException bad) {
      return new JsonArray(bad.problems().stream()
          .map(
              problem -> new JsonObject().put("where", problem.where()).put("what", problem.what()))
          .toList());
    }
  }

  @CommandLine.Command(description = "Shows the version of Reveille and of Java.")
  static final class ShowVersion extends Command {
    ShowVersion(Session session) {
      super(session);
    }

    @Override
    public Integer call() {
      session.out.println(
          session.json()
              ? new JsonObject()
                  .put("version", Version.current())
                  .put("java", System.getProperty("java.version"))
                  .encode()
              : Versions.line());
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

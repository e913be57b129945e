package io.reveille.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** What may stand behind {@code reveille}, in the order of the help. */
final class Commands {
  static final Map<String, Function<Session, CommandSpec>> TABLE = table();

  private static final String COMPLETION = "completion";

  private Commands() {}

  private static Map<String, Function<Session, CommandSpec>> table() {
    Map<String, Function<Session, CommandSpec>> table = new LinkedHashMap<>();
    table.put("serve", session -> spec(new LocalCommands.Serve(session)));
    table.put("check", session -> spec(new LocalCommands.Check(session)));
    table.put("init", session -> spec(new InitCommand(session)));
    table.put("ps", session -> spec(new PsCommand(session)));
    table.put("status", session -> spec(new StatusCommand(session)));
    ActionCommand.ACTIONS.forEach(
        action -> table.put(action.name(), session -> action(session, action)));
    table.put("events", session -> spec(new EventsCommand(session)));
    table.put("alerts", Commands::alerts);
    table.put("health", session -> spec(new HealthCommand(session)));
    table.put("version", session -> spec(new LocalCommands.ShowVersion(session)));
    table.put("demo", Commands::demo);
    table.put(COMPLETION, session -> spec(new CompletionCommand(session)));
    return Collections.unmodifiableMap(table);
  }

  /** Whether {@code name} is a command that does not ask for the others. */
  static boolean standsAlone(String name) {
    return TABLE.containsKey(name) && !name.equals(COMPLETION);
  }

  /** Each command shares the session, so that its options may stand behind any of them. */
  private static CommandSpec spec(Command command) {
    return CommandSpec.forAnnotatedObject(command)
        .addMixin("session", CommandSpec.forAnnotatedObject(command.session));
  }

  private static CommandSpec action(Session session, ActionCommand.Action action) {
    CommandSpec spec = spec(new ActionCommand(session, action));
    spec.usageMessage().description(action.about());
    return spec;
  }

  /** Its options are those of what follows it. */
  private static CommandSpec alerts(Session session) {
    return CommandSpec.forAnnotatedObject(new AlertsCommand(session))
        .addSubcommand("test", spec(new AlertsCommand.Test(session)));
  }

  private static CommandSpec demo(Session session) {
    CommandSpec spec = spec(new LocalCommands.Demo(session));
    spec.parser().unmatchedOptionsArePositionalParams(true);
    return spec;
  }
}

package io.reveille.runtime;

import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.Command;
import io.reveille.core.BotId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Starts an agent's command. Blocks: only for a worker. */
final class ProcessLauncher {
  // what the system answers to exec, as it stands in the exception's text
  private static final Pattern NO_SUCH_FILE = Pattern.compile("error[=:] ?2\\b");
  private static final Pattern NOT_PERMITTED = Pattern.compile("error[=:] ?13\\b");

  private ProcessLauncher() {}

  /** The process, or what stands in its way and what to do about it. */
  record Launch(Optional<Process> process, String problem) {
    private static Launch failed(String problem) {
      return new Launch(Optional.empty(), problem);
    }
  }

  static Launch launch(BotId agent, AgentSettings settings, ProcessRoll roll) {
    Command command = settings.command();
    String key = "agents." + agent;
    if (command.words().isEmpty()) {
      return Launch.failed(key + ".command is not set: say how the process is started.");
    }
    Optional<Path> folder = command.folder().map(Path::of);
    if (folder.isPresent() && !Files.isDirectory(folder.get())) {
      return Launch.failed(key + ".cwd: there is no folder " + folder.get().toAbsolutePath()
          + ". Create it or correct the path.");
    }
    if (settings.address().port().isEmpty()) {
      return Launch.failed(noPort(agent));
    }
    try {
      return new Launch(Optional.of(builder(agent, settings, roll).start()), "");
    } catch (IOException fault) {
      return Launch.failed(key + ".command: " + reason(command.words().get(0), fault));
    }
  }

  static String noPort(BotId agent) {
    return "agents." + agent + ".port is not set: name the port at which the process listens.";
  }

  private static ProcessBuilder builder(BotId agent, AgentSettings settings, ProcessRoll roll) {
    Command command = settings.command();
    ProcessBuilder builder = new ProcessBuilder(command.words())
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(roll.outputOf(agent).toFile()));
    command.folder().map(File::new).ifPresent(builder::directory);
    Map<String, String> environment = builder.environment();
    // Reveille's own settings may be secrets, and are none of the agent's business
    environment.keySet().removeIf(name -> name.startsWith("REVEILLE_"));
    settings.address().port().ifPresent(port -> environment.put("PORT", port.toString()));
    environment.put(ProcessTable.MARK, roll.markOf(agent));
    environment.putAll(command.environment());
    return builder;
  }

  private static String reason(String program, IOException fault) {
    String said = String.valueOf(fault.getMessage());
    if (NO_SUCH_FILE.matcher(said).find()) {
      return "there is no program '" + program
          + "' (or the interpreter it names). Install it, or write its full path.";
    }
    if (NOT_PERMITTED.matcher(said).find()) {
      return "'" + program
          + "' may not be executed. Make it executable (chmod +x) for Reveille's user.";
    }
    return "'" + program + "' cannot be started: " + said;
  }
}

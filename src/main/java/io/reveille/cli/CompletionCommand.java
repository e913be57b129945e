package io.reveille.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@CommandLine.Command(
    description = {
      "Prints what completes commands and options in a shell:",
      "  bash  source <(reveille completion bash)",
      "  zsh   source <(reveille completion zsh)"
    })
final class CompletionCommand extends Command {
  @Parameters(arity = "0..1", paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    switch (shell) {
      // one script for both: in zsh it brings up the completion of bash by itself
      case bash, zsh -> session.out.print(AutoComplete.bash(root.name(), root.commandLine()));
    }
    return ExitCode.OK;
  }
}

package io.reveille.cli;

import io.reveille.config.StarterFile;
import io.reveille.config.StarterFile.Extent;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(description = "Writes a configuration to begin with, with comments.")
final class InitCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "reveille.json",
      description = "where to (default: ./reveille.json)")
  private Path file = Path.of("reveille.json");

  @Option(names = "--full", description = "with every key and its default")
  private boolean full;

  @Option(names = "--force", description = "writes over a file that is there")
  private boolean force;

  InitCommand(Session session) {
    super(session);
  }

  @Override
  public Integer call() {
    try {
      StarterFile.write(file, full ? Extent.EVERY_KEY : Extent.USUAL, force);
    } catch (FileAlreadyExistsException exists) {
      throw new Failure(ExitCode.FAILED, file + " is there already; --force writes over it");
    } catch (IOException fault) {
      throw new Failure(ExitCode.FAILED, file + " cannot be written: " + fault);
    }
    session.err.println(
        file + " is written. `reveille check --config " + file + "` tells whether it is good.");
    return ExitCode.OK;
  }
}

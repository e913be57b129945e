package io.reveille.cli;

import io.reveille.config.LoadedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the commands need of the rest of Reveille. Numbers are exit codes. */
public interface Starter {
  /**
   * The configuration as {@code serve} would use it.
   *
   * @param flags from {@code --set}, by the dotted name of the key
   */
  LoadedConfig load(Optional<Path> file, Map<String, String> flags);

  /** Runs Reveille until it is told to stop. */
  int serve(LoadedConfig config, Map<String, String> flags);

  /** Runs Reveille with two toy agents. */
  int demo(List<String> args);
}

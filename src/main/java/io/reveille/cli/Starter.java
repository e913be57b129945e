package io.reveille.cli;

import io.reveille.config.GatewayConfig;
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
  GatewayConfig load(Optional<Path> file, Map<String, String> flags);

  /** Runs Reveille until it is told to stop. */
  int serve(GatewayConfig config, Optional<Path> file);

  int demo(List<String> args);

  int toyAgent();
}

package io.reveille.cli;

import io.reveille.config.LoadedConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** For commands that start nothing and read no configuration. */
record NoStarter() implements Starter {
  @Override
  public LoadedConfig load(Optional<Path> file, Map<String, String> flags) {
    throw new UnsupportedOperationException("no configuration is read here");
  }

  @Override
  public int serve(LoadedConfig config, Map<String, String> flags) {
    throw new UnsupportedOperationException("nothing is started here");
  }

  @Override
  public int demo(List<String> args) {
    throw new UnsupportedOperationException("nothing is started here");
  }
}

package io.reveille;

import io.reveille.cli.Cli;
import io.reveille.cli.Starter;
import io.reveille.config.ConfigLoader;
import io.reveille.config.LoadedConfig;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where Reveille begins: the command line, with what its commands start. */
public final class Main implements Starter {
  private final ConfigLoader loader = new ConfigLoader(System.getenv());

  private Main() {}

  /** Ends the process with the exit code of the command. */
  public static void main(String[] args) {
    if (List.of(args).contains("serve")) {
      HeadStart.begin();
    }
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(Cli.run(args, new Main(), out, err));
  }

  @Override
  public LoadedConfig load(Optional<Path> file, Map<String, String> flags) {
    return loader.read(file, flags);
  }

  @Override
  public int serve(LoadedConfig config, Map<String, String> flags) {
    return new Service(new LiveConfig(loader, config, flags)).run(gateway -> {}, () -> {});
  }

  @Override
  public int demo(List<String> args) {
    return new Demo(loader, args).run();
  }
}

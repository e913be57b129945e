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

  private final HeadStart headStart;

  private Main(HeadStart headStart) {
    this.headStart = headStart;
  }

  /** Ends the process with the exit code of the command. */
  public static void main(String[] args) {
    HeadStart headStart = List.of(args).contains("serve") ? HeadStart.begin() : HeadStart.none();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(Cli.run(args, new Main(headStart), out, err));
  }

  @Override
  public LoadedConfig load(Optional<Path> file, Map<String, String> flags) {
    headStart.awaitLog();
    return loader.read(file, flags);
  }

  @Override
  public int serve(LoadedConfig config, Map<String, String> flags) {
    headStart.awaitAll();
    return new Service(new LiveConfig(loader, config, flags).watched())
        .run(gateway -> {}, () -> {});
  }

  @Override
  public int demo(List<String> args) {
    return new Demo(loader, args).run();
  }
}

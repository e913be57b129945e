package io.reveille;

import io.reveille.config.ConfigLoader;
import io.reveille.config.LoadedConfig;
import io.reveille.demo.ToyContainers;
import io.reveille.demo.ToyHouse;
import io.reveille.demo.ToyProcesses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reveille with two toy agents, to see a wake, a warm answer and the sleep. */
final class Demo {
  private static final Duration SLOW_START = Duration.ofSeconds(3);
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final ConfigLoader loader;
  private final List<String> args;

  Demo(ConfigLoader loader, List<String> args) {
    this.loader = loader;
    this.args = args;
  }

  int run() {
    return switch (args.isEmpty() ? "process" : args.get(0)) {
      case "process" -> serve(() -> new ToyProcesses(SLOW_START), "local processes");
      case "docker" -> serve(() -> new ToyContainers(SLOW_START), "Docker containers");
      // for whoever builds the image
      case "rehearsal" -> new Rehearsal(loader).run();
      default -> {
        System.err.println("'" + args.get(0) + "' is no runtime: use docker or process");
        yield USAGE;
      }
    };
  }

  private int serve(Supplier<ToyHouse> builder, String agents) {
    ToyHouse house;
    try {
      house = builder.get();
    } catch (IllegalStateException impossible) {
      System.err.println("The demo cannot start: " + impossible.getMessage());
      return FAILED;
    }
    LoadedConfig read = loader.read(Optional.of(house.configuration()), Map.of());
    return new Service(new LiveConfig(loader, read, Map.of()).watched())
        .run(gateway -> show(gateway, agents), house::close);
  }

  private static void show(Gateway gateway, String agents) {
    String bots = "http://127.0.0.1:" + gateway.port() + "/bots";
    String admin = "http://127.0.0.1:" + gateway.adminPort();
    System.out.println("""

        Two toy agents sleep behind Reveille, as %s. In another terminal:

          1. A wake. Nothing runs yet; the request is held until the agent answers:
               curl -i %s/quick/hello
          2. A warm answer, by the same agent. Reveille-Wake says which it was:
               curl -i %s/quick/hello
          3. The sleep. After 5 s without a request the agent is paused:
               curl %s/api/v1/agents/quick
             Say hello again: it wakes within milliseconds.
          4. The dashboard shows all of it live, and has the buttons. Open it in a browser:
               %s/

        The other agent, %s/slow/hello, needs 3 s to start: a browser is shown
        a page that waits for it. Ctrl-C ends everything.
        """.formatted(agents, bots, bots, admin, admin, bots));
  }
}

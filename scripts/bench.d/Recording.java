import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Reveille under the flight recorder and under load, once it is warm. Run by scripts/profile. */
public final class Recording {
  private static final int CONNECTIONS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private Recording() {}

  /** A folder to work in, the jar, small, large or upload, where the recording goes. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path work = Path.of(args[0]);
    Duration length = Duration.ofSeconds(Long.parseLong(setting("SECONDS_EACH", "20")));
    Tools tools = new Tools(Path.of("scripts", "bench.d"), work);
    Load load = args[2].equals("upload")
        ? tools.upload(CONNECTIONS)
        : tools.wrk(CONNECTIONS, "/bots/bench/" + args[2]);
    try (Stage stage = new Stage(work, Path.of(args[1]))) {
      Subject reveille = stage.ready(stage.reveille(
          "Reveille",
          "-Dreveille.transport=" + setting("TRANSPORT", "auto"),
          "-XX:FlightRecorderOptions=stackdepth=128",
          "-XX:StartFlightRecording=settings=profile,dumponexit=true,delay=" + WARM_UP.toSeconds() + "s,filename=" + args[3]));
      load.on(reveille, WARM_UP);
      System.out.printf("%.0f answers a second%n", load.on(reveille, length).perSecond());
    }
  }

  private static String setting(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a recording of the flight recorder says about processor time and allocation: where it ends up, and which of
 * Reveille's own methods it is spent for. Run by scripts/profile.
 */
public final class Profile {
  private static final int TOP = 25;
  private static final String OURS = "io.reveille.";
  private final Map<String, Long> methods = new HashMap<>();
  private final Map<String, Long> ownMethods = new HashMap<>();
  private final Map<String, Long> classes = new HashMap<>();
  private final Map<String, Long> ownSites = new HashMap<>();

  private Profile() {}

  /** The recording. */
  public static void main(String[] args) throws IOException {
    Profile profile = new Profile();
    try (RecordingFile file = new RecordingFile(Path.of(args[0]))) {
      while (file.hasMoreEvents()) {
        profile.take(file.readEvent());
      }
    }
    System.out.printf("%nProcessor time in Reveille's own code: %.1f %%%n", profile.ownShare());
    print("Processor time by method", profile.methods);
    print("Processor time by the innermost method of Reveille's own", profile.ownMethods);
    print("Allocated bytes by class", profile.classes);
    print("Allocated bytes by the innermost line of Reveille's own", profile.ownSites);
  }

  private void take(RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case "jdk.ExecutionSample" -> {
        methods.merge(first(event, name -> true, Profile::method), 1L, Long::sum);
        ownMethods.merge(first(event, name -> name.startsWith(OURS), Profile::method), 1L, Long::sum);
      }
      case "jdk.ObjectAllocationSample" -> {
        long weight = event.getLong("weight");
        classes.merge(event.getClass("objectClass").getName(), weight, Long::sum);
        ownSites.merge(first(event, name -> name.startsWith(OURS), Profile::line), weight, Long::sum);
      }
      default -> {}
    }
  }

  private double ownShare() {
    double all = methods.values().stream().mapToLong(Long::longValue).sum();
    return 100
        * methods.entrySet().stream()
            .filter(each -> each.getKey().startsWith(OURS))
            .mapToLong(Map.Entry::getValue)
            .sum()
        / all;
  }

  private static String first(
      RecordedEvent event, Predicate<String> wanted, Function<RecordedFrame, String> form) {
    List<RecordedFrame> frames =
        event.getStackTrace() == null ? List.of() : event.getStackTrace().getFrames();
    return frames.stream()
        .filter(frame -> wanted.test(frame.getMethod().getType().getName()))
        .findFirst()
        .map(form)
        .orElse("(none)");
  }

  private static String method(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  private static String line(RecordedFrame frame) {
    return method(frame) + ":" + frame.getLineNumber();
  }

  private static void print(String title, Map<String, Long> weights) {
    double all = weights.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf("%n%s%n", title);
    weights.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(TOP)
        .forEach(each -> System.out.printf("%6.1f %%  %s%n", 100 * each.getValue() / all, each.getKey()));
  }
}

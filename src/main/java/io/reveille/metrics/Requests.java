package io.reveille.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.reveille.core.BotId;
import io.reveille.core.Traffic;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The requests of the data plane. A request costs an addition and an entry into a histogram, without a lock; the labels
 * are put on when somebody asks.
 */
final class Requests implements Traffic {
  /** No bot ID begins like this. */
  static final String NO_AGENT = "_unknown";

  private static final Duration[] TAKES =
      seconds(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);
  private static final Duration[] WAITS =
      seconds(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 20, 25, 30, 60);

  private final MeterRegistry registry;
  private final Map<StatusClass, Timer> durations = new EnumMap<>(StatusClass.class);
  private final Map<HoldEnd, Timer> holds = new EnumMap<>(HoldEnd.class);
  private final Map<BotId, Tally> tallies = new ConcurrentHashMap<>();
  private final Tally elsewhere = new Tally();

  Requests(MeterRegistry registry) {
    this.registry = registry;
    for (StatusClass status : StatusClass.values()) {
      durations.put(
          status,
          Timer.builder("reveille.http.request.duration")
              .description(
                  "From the arrival of a request to the end of its exchange, waits included;"
                      + " streams and WebSockets last as long as they are open.")
              .tag("status", status.label())
              .serviceLevelObjectives(TAKES)
              .register(registry));
    }
    for (HoldEnd end : HoldEnd.values()) {
      holds.put(
          end,
          Timer.builder("reveille.hold.duration")
              .description("How long requests waited for their agent, by how the wait ended.")
              .tag("outcome", end.word())
              .serviceLevelObjectives(WAITS)
              .register(registry));
    }
    show(NO_AGENT, elsewhere);
  }

  private static Duration[] seconds(double... bounds) {
    return Arrays.stream(bounds)
        .mapToObj(bound -> Duration.ofNanos(Math.round(bound * 1e9)))
        .toArray(Duration[]::new);
  }

  @Override
  public Counter of(BotId agent) {
    return tally(agent);
  }

  @Override
  public Counter elsewhere() {
    return elsewhere;
  }

  /** The requests to {@code agent} are shown from now on. */
  List<Meter> show(BotId agent) {
    return show(agent.value(), tally(agent));
  }

  /** Whether any has ended. */
  boolean wereMadeTo(BotId agent) {
    Tally tally = tallies.get(agent);
    return tally != null && tally.counts.values().stream().anyMatch(count -> count.sum() > 0);
  }

  private Tally tally(BotId agent) {
    return tallies.computeIfAbsent(agent, first -> new Tally());
  }

  private List<Meter> show(String agent, Tally tally) {
    return tally.counts.entrySet().stream()
        .<Meter>map(count -> FunctionCounter.builder(
                "reveille.http.requests", count.getValue(), LongAdder::sum)
            .description("Requests that have ended, by agent and class of the answer's status.")
            .tags("agent", agent, "status", count.getKey().label())
            .register(registry))
        .toList();
  }

  /** Of one agent. */
  private final class Tally implements Counter {
    private final Map<StatusClass, LongAdder> counts = new EnumMap<>(StatusClass.class);

    Tally() {
      for (StatusClass status : StatusClass.values()) {
        counts.put(status, new LongAdder());
      }
    }

    @Override
    public void ended(int status, long tookNanos) {
      StatusClass found = StatusClass.of(status);
      requireNonNull(counts.get(found)).increment();
      requireNonNull(durations.get(found)).record(tookNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void held(HoldEnd end, long tookNanos) {
      requireNonNull(holds.get(end)).record(tookNanos, TimeUnit.NANOSECONDS);
    }
  }
}

package io.reveille.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The wakes of one agent: from asleep to ready, or to what became of it instead. */
final class WakeMeters {
  private static final Set<State> ASLEEP = EnumSet.of(State.CREATED, State.PAUSED, State.STOPPED);
  private static final Duration[] TAKES = {
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(20),
    Duration.ofSeconds(40),
    Duration.ofSeconds(60)
  };

  private final String agent;
  private final Shelf shelf;
  private Optional<State> from = Optional.empty();

  private enum Result {
    READY,
    FAILED,
    CRASHED
  }

  WakeMeters(BotId agent, Shelf shelf) {
    this.agent = agent.value();
    this.shelf = shelf;
    // there from the beginning: a counter that appears with its first event hides it from
    // increase()
    ASLEEP.forEach(origin -> List.of(Result.values()).forEach(result -> counter(origin, result)));
  }

  void began(State origin) {
    from = Optional.of(origin).filter(ASLEEP::contains);
  }

  /** It has left {@code starting}. */
  void ended(State state, Duration took) {
    from.ifPresent(origin -> {
      Result result = result(state);
      counter(origin, result).increment();
      if (result == Result.READY) {
        timer(origin).record(took.isNegative() ? Duration.ZERO : took);
      }
    });
    from = Optional.empty();
  }

  private static Result result(State state) {
    return switch (state) {
      case RUNNING -> Result.READY;
      case CRASHED -> Result.CRASHED;
      case CREATED, STARTING, IDLE, PAUSED, STOPPED, RESTARTING, FAILED, MISSING -> Result.FAILED;
    };
  }

  private Counter counter(State origin, Result result) {
    return shelf.keep((MeterRegistry registry) -> Counter.builder("reveille.agent.wakes")
        .description("Wakes that have ended, by the state they began in and how they ended.")
        .tags("agent", agent, "from", origin.word(), "result", word(result))
        .register(registry));
  }

  private Timer timer(State origin) {
    return shelf.keep((MeterRegistry registry) -> Timer.builder("reveille.agent.wake.duration")
        .description("How long wakes took that made the agent ready.")
        .tags("agent", agent, "from", origin.word())
        .serviceLevelObjectives(TAKES)
        .register(registry));
  }

  private static String word(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }
}

package io.reveille.lifecycle;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentView.UsualWake;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Generation;
import io.reveille.core.Sighting;
import io.reveille.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is known of the wakes of one agent: the last one, how long they usually take, and since when it is ready. */
final class WakeLog {
  private final Timers timers;
  private final WakeTimes unpauses = new WakeTimes();
  private final WakeTimes starts = new WakeTimes();
  private Generation generation = Generation.NONE;
  private long readyAt;
  private WakeKind lastKind = WakeKind.NONE;
  private Duration lastTook = Duration.ZERO;
  private int wakes;

  WakeLog(Timers timers) {
    this.timers = timers;
  }

  /** An earlier Reveille saw {@code running} ready at {@code at}. */
  void recallReady(Generation running, Instant at) {
    generation = running;
    readyAt = timers.nanos() - Duration.between(at, timers.wall()).toNanos();
  }

  /** A wake of an earlier Reveille. */
  void recallWake(State from, Duration took) {
    (from == State.PAUSED ? unpauses : starts).add(took);
    wakes++;
  }

  void ready(Generation running, WakeKind kind, Duration took) {
    if (!running.equals(generation)) {
      generation = running;
      readyAt = timers.nanos();
    }
    lastKind = kind;
    lastTook = took;
    switch (kind) {
      case UNPAUSE -> unpauses.add(took);
      case START, RESTART -> starts.add(took);
      case NONE -> {}
    }
    wakes += kind == WakeKind.NONE ? 0 : 1;
  }

  /** How long {@code running} has been ready; zero if it never was. */
  Duration readyFor(Generation running) {
    return running.everRan() && running.equals(generation)
        ? Duration.ofNanos(timers.nanos() - readyAt)
        : Duration.ZERO;
  }

  /** As {@link #readyFor}, for the run that {@code last} shows; from now on it is ready no longer. */
  Duration ended(Sighting last, Instant now) {
    Duration ready = readyFor(last.generation());
    generation = Generation.NONE; // what never comes up after it must not count as if it were it
    Duration since =
        last.exit().map(exit -> Duration.between(exit.at(), now)).orElse(Duration.ZERO);
    Duration rest = since.isNegative() ? ready : ready.minus(since);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  /** What a wake from {@code state} usually takes; while waking or running, what the last one was like. */
  Optional<UsualWake> usual(State state) {
    boolean paused = state == State.PAUSED || (!state.asleep() && lastKind == WakeKind.UNPAUSE);
    return (paused ? unpauses : starts).usual();
  }

  WakeKind lastKind() {
    return lastKind;
  }

  Duration lastTook() {
    return lastTook;
  }

  int wakes() {
    return wakes;
  }
}

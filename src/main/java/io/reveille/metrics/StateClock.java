package io.reveille.metrics;

import io.reveille.core.Agent.State;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long one agent has been in each state since this Reveille began to look. */
final class StateClock {
  private final Map<State, Duration> spent = new EnumMap<>(State.class);
  private State state;
  private long enteredNanos;

  /** @param sinceNanos when it came into {@code state}; what lies before the first look counts for nothing */
  StateClock(State state, long sinceNanos) {
    this.state = state;
    this.enteredNanos = sinceNanos;
  }

  void is(State next, long nowNanos) {
    if (next != state) {
      spent.merge(state, Duration.ofNanos(nowNanos - enteredNanos), Duration::plus);
      state = next;
      enteredNanos = nowNanos;
    }
  }

  State state() {
    return state;
  }

  double seconds(State asked, long nowNanos) {
    Duration past = spent.getOrDefault(asked, Duration.ZERO);
    Duration all = asked == state ? past.plusNanos(nowNanos - enteredNanos) : past;
    return all.toNanos() / 1e9;
  }
}

package io.reveille.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the history says of a stretch of time, of all agents together.
 *
 * @param fromStopped from {@code stopped} or {@code created}
 * @param buckets in the order of {@link #LIMITS}, the last without one
 * @param spent how long agents were in the states that they have left
 */
public record Tally(
    WakeTimes wakes,
    WakeTimes fromPaused,
    WakeTimes fromStopped,
    List<Bucket> buckets,
    Map<Agent.State, Integer> sleeps,
    Map<Agent.State, Duration> spent) {

  /** The longest wake that still belongs to a bucket. */
  public static final List<Duration> LIMITS = java.util.stream.LongStream.of(
          100, 200, 300, 500, 1000, 2000, 3000, 5000, 8000, 13_000, 21_000, 34_000)
      .mapToObj(Duration::ofMillis)
      .toList();

  /** How many, and how long half of them and nine of ten took at most. */
  public record WakeTimes(int count, Optional<Duration> p50, Optional<Duration> p90) {
    public static final WakeTimes NONE = new WakeTimes(0, Optional.empty(), Optional.empty());
  }

  /** How many wakes took that long. */
  public record Bucket(int fromPaused, int fromStopped) {}
}

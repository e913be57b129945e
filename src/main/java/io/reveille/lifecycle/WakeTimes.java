package io.reveille.lifecycle;

import io.reveille.core.AgentView.UsualWake;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** How long the recent wakes of one kind took. */
final class WakeTimes {
  private static final int KEPT = 32;
  private static final double MEDIAN = 0.5;
  private static final double NINETIETH = 0.9;

  private final Deque<Duration> recent = new ArrayDeque<>();

  void add(Duration took) {
    recent.add(took);
    if (recent.size() > KEPT) {
      recent.remove();
    }
  }

  Optional<UsualWake> usual() {
    if (recent.isEmpty()) {
      return Optional.empty();
    }
    List<Duration> sorted = new ArrayList<>(recent);
    sorted.sort(null);
    return Optional.of(new UsualWake(at(sorted, MEDIAN), at(sorted, NINETIETH)));
  }

  /** The nearest-rank percentile. */
  private static Duration at(List<Duration> sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }
}

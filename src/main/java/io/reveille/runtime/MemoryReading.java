package io.reveille.runtime;

import com.github.dockerjava.api.command.StatsCmd;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.StatsConfig;
import com.github.dockerjava.core.InvocationBuilder.AsyncResultCallback;
import java.io.IOException;
import java.util.Optional;

/** The memory of one container, as {@code docker stats} shows it: without the file cache that can be dropped. */
final class MemoryReading {
  private MemoryReading() {}

  /** Blocks until the engine has measured once. */
  static Optional<Long> of(StatsCmd command) throws IOException {
    try (AsyncResultCallback<Statistics> answer = new AsyncResultCallback<>()) {
      command.withNoStream(true).exec(answer);
      return Optional.ofNullable(answer.awaitResult())
          .map(Statistics::getMemoryStats)
          .flatMap(MemoryReading::used);
    }
  }

  /** Nothing of a container that does not run. */
  static Optional<Long> used(MemoryStatsConfig memory) {
    return Optional.ofNullable(memory.getUsage())
        .map(usage -> Math.max(0, usage - droppable(Optional.ofNullable(memory.getStats()))));
  }

  /** Under another name in the older of the two versions of control groups. */
  private static long droppable(Optional<StatsConfig> stats) {
    return stats
        .map(StatsConfig::getTotalInactiveFile)
        .or(() -> stats.map(StatsConfig::getInactiveFile))
        .orElse(0L);
  }
}

package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.AgentReport.Memory;
import io.reveille.core.Agent.State;
import java.util.Optional;

/** What one agent was seen to use last. */
final class MemoryUse {
  private Optional<Long> last = Optional.empty();

  void sampled(long bytes) {
    last = Optional.of(bytes);
  }

  /** In use as long as it may run, freed when nothing runs. */
  Memory of(State state) {
    return switch (state) {
      case RUNNING, IDLE, PAUSED -> new Memory(last, Optional.empty());
      case STOPPED -> new Memory(Optional.empty(), last);
      case CREATED, STARTING, CRASHED, RESTARTING, FAILED, MISSING -> Memory.UNKNOWN;
    };
  }
}

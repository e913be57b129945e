package io.reveille.lifecycle;

import io.reveille.core.Sighting;
import io.vertx.core.Future;
import java.util.function.BooleanSupplier;

/** Questions to the agent itself. They never count as activity. */
public interface AgentProbe {
  /**
   * Completes when the agent answers, fails when it does not within its ready timeout.
   *
   * @param wanted asked before each try; once it says no, the probing ends with a failure
   */
  Future<Void> ready(Sighting agent, BooleanSupplier wanted);

  /** Whether the agent asks not to be put to sleep; no if it does not say. */
  Future<Boolean> busy(Sighting agent);
}

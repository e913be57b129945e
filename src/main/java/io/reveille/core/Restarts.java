package io.reveille.core;

import java.time.Instant;
import java.util.Optional;

/**
 * How far the restarts of an agent have come. Survives a restart of Reveille.
 *
 * @param attempts made or planned since the agent was last stable
 */
public record Restarts(
    int attempts, Optional<Instant> nextAttemptAt, Optional<Instant> firstCrashAt) {
  public static final Restarts NONE = new Restarts(0, Optional.empty(), Optional.empty());
}

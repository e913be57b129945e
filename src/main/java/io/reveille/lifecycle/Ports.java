package io.reveille.lifecycle;

import io.reveille.core.AgentRuntime;
import io.reveille.core.Journal;
import io.reveille.core.Timers;
import java.util.function.DoubleSupplier;

/**
 * What a keeper acts through. Answers come on the life cycle's own event loop.
 *
 * @param chance in [0, 1), for jitter
 */
public record Ports(
    AgentRuntime runtime,
    Journal journal,
    Timers timers,
    AgentProbe probe,
    Breakers breakers,
    DoubleSupplier chance) {}

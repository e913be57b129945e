package io.reveille.core;

import java.time.Duration;
import java.time.Instant;

/**
 * A step in the life of an agent, as the history keeps it.
 *
 * @param lasted how long the agent had been in {@code from}
 */
public record Transition(
    BotId agent, Agent.State from, Agent.State to, Cause cause, Instant at, Duration lasted) {}

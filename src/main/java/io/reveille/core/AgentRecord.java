package io.reveille.core;

import java.time.Instant;
import java.util.Optional;

/** What the journal keeps of one agent. */
public record AgentRecord(
    BotId id,
    Agent.State state,
    Cause cause,
    Instant since,
    Optional<Instant> lastActivityAt,
    Generation generation,
    Restarts restarts,
    Optional<Exit> lastExit) {}

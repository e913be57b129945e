package io.reveille.lifecycle;

import io.reveille.core.AgentRuntime;
import io.reveille.core.Journal;
import io.reveille.core.Timers;

/** What a keeper acts through. Answers come on the life cycle's own event loop. */
public record Ports(AgentRuntime runtime, Journal journal, Timers timers, AgentProbe probe) {}

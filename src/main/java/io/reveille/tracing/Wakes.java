package io.reveille.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.reveille.core.BotId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The wakes of all agents. Only agents that exist get here, so they are few. */
final class Wakes {
  private final Tracer tracer;
  private final Map<BotId, AgentWakes> byAgent = new ConcurrentHashMap<>();

  Wakes(Tracer tracer) {
    this.tracer = tracer;
  }

  AgentWakes of(BotId agent) {
    return byAgent.computeIfAbsent(agent, first -> new AgentWakes(agent, tracer));
  }
}

package io.reveille.tracing;

import io.reveille.core.AgentGate;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.core.Gates;

/** What the life cycle shows at the gates, before anything is done about it, is when a wake begins and ends. */
record TracedGates(Gates gates, Wakes wakes) implements Gates {
  @Override
  public AgentGate install(AgentView view) {
    AgentWakes agent = wakes.of(view.id());
    agent.shows(view);
    return new TracedGate(gates.install(view), agent);
  }

  @Override
  public void remove(BotId agent) {
    gates.remove(agent);
  }

  private record TracedGate(AgentGate gate, AgentWakes wakes) implements AgentGate {
    @Override
    public void show(AgentView view) {
      wakes.shows(view);
      gate.show(view);
    }

    @Override
    public int inFlight() {
      return gate.inFlight();
    }

    @Override
    public int held() {
      return gate.held();
    }

    @Override
    public long lastActivityNanos() {
      return gate.lastActivityNanos();
    }
  }
}

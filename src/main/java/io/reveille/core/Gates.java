package io.reveille.core;

/** All gates. The life cycle is the only one that adds and removes. */
public interface Gates {
  /** The gate of {@code view}'s agent, made if there is none, reachable by its ID and its aliases, showing {@code view}. */
  AgentGate install(AgentView view);

  /** Unknown from now on; who is held there is refused. */
  void remove(BotId agent);
}

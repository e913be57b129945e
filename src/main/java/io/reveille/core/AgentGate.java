package io.reveille.core;

/**
 * The door in front of one agent, as the life cycle sees it. The other side counts a request in before it
 * looks whether the gate is open; this side closes before it counts. Both orders are sequentially consistent.
 */
public interface AgentGate {
  /** Publishes {@code view}; from now on the gate is open or closed as {@link AgentView#open} says. */
  void show(AgentView view);

  /** Exchanges under way, silent streams left out. */
  int inFlight();

  /** Requests that wait for a wake. */
  int held();

  /** {@link Timers#nanos} of the last activity of a request; {@link Long#MIN_VALUE} if there was none. */
  long lastActivityNanos();
}

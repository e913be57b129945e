package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.BotId;
import io.vertx.core.Future;

/** What one agent's keeper needs of the others. */
interface Neighbours {
  /** Completes when all that {@code agent} depends on are awake; fails with a sentence for people. */
  Future<Void> wakeFirst(BotId agent);

  /** Whether somebody who is awake depends on {@code agent}. */
  boolean needs(BotId agent);

  /** Cold starts under way. */
  Turns starts();

  /** Agents that are awake. */
  Turns seats();

  void publish(AgentEvent event);
}

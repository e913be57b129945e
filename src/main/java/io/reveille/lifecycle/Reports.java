package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.AgentReport.Breaker;
import io.reveille.bus.GatewayMessage.AgentReport.Next;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.Endpoint;
import io.reveille.core.Sighting;
import java.util.Optional;

/** What the API shows of an agent. */
final class Reports {
  private Reports() {}

  static AgentReport of(AgentKeeper keeper) {
    Sighting last = keeper.witness().last();
    AgentSettings settings = keeper.settings();
    return new AgentReport(
        keeper.id(),
        settings.name().isEmpty() ? keeper.id().value() : settings.name(),
        keeper.state(),
        keeper.reasons().since(),
        keeper.reasons().cause(),
        keeper.facts().lastActivityAt(),
        next(keeper),
        keeper.gate().inFlight(),
        keeper.gate().held(),
        keeper.supervisor().restarts(),
        settings.restarts().max(),
        breaker(keeper),
        keeper.witness().lastExit(),
        keeper.ports().runtime().name(),
        last.instance(),
        last.endpoint().map(Endpoint::url),
        keeper.wakeLog().wakes(),
        keeper.wakeLog().usual(keeper.state()),
        keeper.memory().of(keeper.state()),
        keeper.order().now());
  }

  private static Optional<Next> next(AgentKeeper keeper) {
    AgentSettings settings = keeper.settings();
    return switch (keeper.state()) {
      case RUNNING ->
        keeper
            .timers()
            .idleClock()
            .remaining()
            .map(rest -> new Next(
                settings.idleAction() == IdleAction.STOP ? State.STOPPED : State.PAUSED,
                keeper.wall().plus(rest)));
      case PAUSED ->
        settings.stopAfter().isZero()
            ? Optional.empty()
            : Optional.of(
                new Next(State.STOPPED, keeper.reasons().since().plus(settings.stopAfter())));
      case RESTARTING ->
        keeper.supervisor().restarts().nextAttemptAt().map(at -> new Next(State.RUNNING, at));
      case CREATED, STARTING, IDLE, STOPPED, CRASHED, FAILED, MISSING -> Optional.empty();
    };
  }

  private static Breaker breaker(AgentKeeper keeper) {
    return switch (keeper.supervisor().state()) {
      case CLOSED -> Breaker.CLOSED;
      case OPEN -> Breaker.OPEN;
      case HALF_OPEN -> Breaker.HALF_OPEN;
    };
  }
}

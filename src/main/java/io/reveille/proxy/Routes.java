package io.reveille.proxy;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.config.GatewayConfig;
import io.reveille.core.Agent;
import io.reveille.core.AgentGate;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.core.Gates;
import io.reveille.core.Observers;
import io.reveille.core.Timers;
import io.reveille.core.Traces;
import io.reveille.core.Traffic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All routes, by bot ID and by alias. Read by every event loop; written only by the life cycle, one call at a time. */
public final class Routes implements Gates {
  private final Timers timers;
  private final GatewayBus bus;
  private final Supplier<GatewayConfig> config;
  private final Observers observers;
  private final AtomicInteger waitingInAll = new AtomicInteger();
  private final AtomicInteger openInAll = new AtomicInteger();
  private final Map<String, Route> byId = new ConcurrentHashMap<>();
  private final Map<String, Route> byAlias = new ConcurrentHashMap<>();

  public Routes(
      Timers timers, GatewayBus bus, Supplier<GatewayConfig> config, Observers observers) {
    this.timers = timers;
    this.bus = bus;
    this.config = config;
    this.observers = observers;
  }

  @Override
  public AgentGate install(AgentView view) {
    @Nullable Route known = byId.get(view.id().value());
    Route route = known == null ? create(view) : known;
    Set<BotId> before =
        known == null ? Set.of() : route.gate().view().settings().aliases();
    route.gate().show(view);
    before.stream()
        .filter(alias -> !view.settings().aliases().contains(alias))
        .forEach(alias -> byAlias.remove(alias.value(), route));
    view.settings().aliases().forEach(alias -> byAlias.putIfAbsent(alias.value(), route));
    byId.put(view.id().value(), route);
    return route.gate();
  }

  @Override
  public void remove(BotId agent) {
    Optional.ofNullable(byId.remove(agent.value())).ifPresent(route -> {
      Set<BotId> aliases = route.gate().view().settings().aliases();
      aliases.forEach(alias -> byAlias.remove(alias.value(), route));
      route.gate().show(gone(route.gate().view())); // open streams hear it by this
      route
          .held()
          .refuseAll(new WakeReply(agent, Outcome.UNKNOWN_AGENT, "It was removed.", Duration.ZERO));
    });
  }

  /** The agent that {@code name} is the ID or an alias of; an ID goes first. */
  Optional<Route> find(String name) {
    @Nullable Route route = byId.get(name);
    return Optional.ofNullable(route == null ? byAlias.get(name) : route);
  }

  /** The exchanges of all event loops that have not ended. */
  AtomicInteger openInAll() {
    return openInAll;
  }

  /** Counts the requests that lead to none of them. */
  Traffic.Counter elsewhere() {
    return observers.traffic().elsewhere();
  }

  Traces traces() {
    return observers.traces();
  }

  private static AgentView gone(AgentView last) {
    return new AgentView(
        last.id(),
        Agent.State.MISSING,
        last.generation(),
        Optional.empty(),
        last.settings(),
        last.since(),
        Long.MAX_VALUE,
        last.lastWake(),
        last.lastWakeTook(),
        last.usualWake(),
        last.lastExit());
  }

  private Route create(AgentView view) {
    Gate gate = new Gate(view, observers.traffic().of(view.id()));
    HeldRequests held = new HeldRequests(
        gate,
        new HeldRequests.Limits(
            () -> config.get().wake().maxHeldPerAgent(),
            () -> config.get().wake().maxHeld(),
            waitingInAll),
        timers,
        bus::wake);
    return new Route(gate, held, new ChatPlaces(timers, bus::publish));
  }
}

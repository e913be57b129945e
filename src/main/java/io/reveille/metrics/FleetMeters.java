package io.reveille.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All agents. Only those that the life cycle reports have meters, so nobody can make up a label; and of very many only
 * those that do something, for the meters of one take 30 KB.
 */
final class FleetMeters {
  /** So many have meters from the beginning. */
  static final int SHOWN_AT_REST = 1_000;

  private static final Set<String> DEEDS =
      Set.of("agent.waking", "agent.crashed", "agent.restarting");

  private final MeterRegistry registry;
  private final Timers timers;
  private final Requests requests;
  private final Instant start;
  private final Map<BotId, State> states = new HashMap<>();
  private final Map<BotId, AgentMeters> agents = new HashMap<>();
  private long freed;

  FleetMeters(MeterRegistry registry, Timers timers, Requests requests) {
    this.registry = registry;
    this.timers = timers;
    this.requests = requests;
    this.start = timers.wall();
    for (State state : State.values()) {
      Gauge.builder("reveille.agents", this, fleet -> fleet.count(state))
          .description("Agents in each state.")
          .tags("state", state.word())
          .register(registry);
    }
    Gauge.builder("reveille.memory.freed.bytes", this, fleet -> fleet.freed)
        .description("Memory that agents used before they were stopped, and do not use now.")
        .register(registry);
  }

  private long count(State state) {
    return states.values().stream().filter(known -> known == state).count();
  }

  void happened(AgentEvent event) {
    event
        .agent()
        .ifPresent(
            agent -> event.previous().ifPresent(previous -> happened(agent, previous, event)));
  }

  private void happened(BotId agent, State previous, AgentEvent event) {
    event.state().ifPresent(state -> states.put(agent, state));
    if (isShown(agent) || DEEDS.contains(event.name())) {
      Instant since = event.at().minus(event.duration().orElse(Duration.ZERO));
      agents.computeIfAbsent(agent, first -> meters(agent, previous, since)).happened(event);
    }
  }

  /** As all of them are now. */
  void show(List<AgentReport> reports) {
    reports.forEach(this::show);
    freed =
        reports.stream().mapToLong(report -> report.memory().freed().orElse(0L)).sum();
    Set<BotId> shown = reports.stream().map(AgentReport::id).collect(Collectors.toSet());
    agents.entrySet().removeIf(known -> {
      boolean gone = !shown.contains(known.getKey());
      if (gone) {
        known.getValue().close();
      }
      return gone;
    });
    states.keySet().retainAll(shown);
  }

  private void show(AgentReport report) {
    BotId agent = report.id();
    states.put(agent, report.state());
    if (isShown(agent) || requests.wereMadeTo(agent)) {
      agents
          .computeIfAbsent(agent, first -> meters(agent, report.state(), report.since()))
          .show(report);
    }
  }

  private boolean isShown(BotId agent) {
    return agents.size() < SHOWN_AT_REST || agents.containsKey(agent);
  }

  /** @param since when it came into {@code state}; only what lies after the start is counted */
  private AgentMeters meters(BotId agent, State state, Instant since) {
    Instant from = since.isAfter(start) ? since : start;
    long soFar = Math.max(0, Duration.between(from, timers.wall()).toNanos());
    Shelf shelf = new Shelf(registry);
    requests.show(agent).forEach(meter -> shelf.keep(known -> meter));
    return new AgentMeters(agent, new StateClock(state, timers.nanos() - soFar), timers, shelf);
  }
}

package io.reveille.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** All about one agent: what happens to it is counted, what is so now is taken from its last report. */
final class AgentMeters {
  private static final String AGENT = "agent";

  private final BotId agent;
  private final Timers timers;
  private final Shelf shelf;
  private final StateClock clock;
  private final WakeMeters wakes;
  private Optional<AgentReport> last = Optional.empty();
  private Optional<Gauge> memory = Optional.empty();

  AgentMeters(BotId agent, StateClock clock, Timers timers, Shelf shelf) {
    this.agent = agent;
    this.clock = clock;
    this.timers = timers;
    this.shelf = shelf;
    this.wakes = new WakeMeters(agent, shelf);
    for (State state : State.values()) {
      register(state);
    }
    counter("sleeps", "action", "pause");
    counter("sleeps", "action", "stop");
    counter("crashes", "oom", "true");
    counter("crashes", "oom", "false");
    restarts();
    gauge(
        "reveille.held.requests",
        "Requests that wait for the agent to wake.",
        report -> report.held());
    gauge(
        "reveille.http.requests.in.flight",
        "Requests and streams that are with the agent; silent streams do not count.",
        report -> report.inFlight());
  }

  private void register(State state) {
    shelf.keep((MeterRegistry registry) -> Gauge.builder(
            "reveille.agent.state", clock, known -> known.state() == state ? 1 : 0)
        .description("1 for the state that the agent is in, 0 for the others.")
        .tags(AGENT, agent.value(), "state", state.word())
        .register(registry));
    shelf.keep((MeterRegistry registry) -> FunctionCounter.builder(
            "reveille.agent.state.seconds", clock, known -> known.seconds(state, timers.nanos()))
        .description("Time that the agent has spent in each state since Reveille started.")
        .tags(AGENT, agent.value(), "state", state.word())
        .register(registry));
  }

  private Counter counter(String what, String label, String value) {
    boolean sleeps = what.equals("sleeps");
    return shelf.keep((MeterRegistry registry) -> Counter.builder("reveille.agent." + what)
        .description(
            sleeps
                ? "How often Reveille has put the agent to sleep."
                : "How often the agent has ended by itself, otherwise than with exit code 0.")
        .tags(AGENT, agent.value(), label, value)
        .register(registry));
  }

  private Counter restarts() {
    return shelf.keep((MeterRegistry registry) -> Counter.builder("reveille.agent.restarts")
        .description("Attempts to restart the agent after a crash.")
        .tags(AGENT, agent.value())
        .register(registry));
  }

  private Gauge gauge(String name, String description, ToDoubleFunction<AgentReport> value) {
    return shelf.keep((MeterRegistry registry) -> Gauge.builder(
            name, this, known -> known.last.map(value::applyAsDouble).orElse(0.0))
        .description(description)
        .tags(AGENT, agent.value())
        .register(registry));
  }

  /** Something happened to it. */
  void happened(AgentEvent event) {
    event.previous().ifPresent(previous -> {
      // what is so now may have been shown before: events of a wake come a little late
      if (previous == State.STARTING) {
        event
            .state()
            .filter(next -> next != State.STARTING)
            .ifPresent(next -> wakes.ended(next, event.duration().orElse(Duration.ZERO)));
      }
      count(event, previous);
    });
    event.state().ifPresent(state -> clock.is(state, timers.nanos()));
  }

  private void count(AgentEvent event, State previous) {
    switch (event.name()) {
      case "agent.waking" -> wakes.began(previous);
      case "agent.paused", "agent.stopped" -> {
        if (previous == State.IDLE) {
          String action = event.name().equals("agent.paused") ? "pause" : "stop";
          counter("sleeps", "action", action).increment();
        }
      }
      case "agent.crashed" -> {
        boolean oom = event.exit().map(Exit::oomKilled).orElse(false);
        counter("crashes", "oom", Boolean.toString(oom)).increment();
      }
      case "agent.restarting" -> restarts().increment();
      default -> {} // the others change nothing that is counted
    }
  }

  /** As it is now. */
  void show(AgentReport report) {
    last = Optional.of(report);
    clock.is(report.state(), timers.nanos());
    boolean known = report.memory().inUse().isPresent();
    if (known && memory.isEmpty()) {
      memory = Optional.of(gauge(
          "reveille.agent.memory.bytes",
          "Memory that the agent uses now; absent while nobody knows.",
          shown -> shown.memory().inUse().orElse(0L)));
    } else if (!known) {
      memory.ifPresent(shelf::remove);
      memory = Optional.empty();
    }
  }

  void close() {
    shelf.clear();
  }
}

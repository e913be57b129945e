package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.Act.Action;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentRecord;
import io.reveille.core.AgentSettings;
import io.reveille.core.AlertRule;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.FakeGates;
import io.reveille.testing.FakeJournal;
import io.reveille.testing.FakeRuntime;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.Settings;
import io.reveille.testing.VirtualVertx;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A real fleet between fakes: nothing happens but what the test says, and time stands still. */
final class Rig {
  static final BotId LAL = new BotId("lal");
  static final Duration PATIENCE = Duration.ofSeconds(25);

  /** What was done in which order, over all fakes. */
  final List<String> log = new ArrayList<>();

  final ManualTimers timers = new ManualTimers();
  final FakeRuntime runtime = new FakeRuntime(timers, log);
  final FakeJournal journal = new FakeJournal(log);
  final FakeProbe probe = new FakeProbe();
  final FakeGates gates = new FakeGates(log);
  final List<AgentEvent> events = new ArrayList<>();
  final List<AlertRule> rules = new ArrayList<>();
  final List<CircuitBreakerOptions> breakers = new ArrayList<>();
  int mostStarts;
  int mostSeats;
  Fleet fleet = newFleet();

  private Fleet newFleet() {
    return new Fleet(ports(), gates, new Fleet.Limits(() -> mostStarts, () -> mostSeats), event -> {
      log.add("tell " + event.name());
      events.add(event);
    });
  }

  Ports ports() {
    Breakers real = Breakers.of(VirtualVertx.on(timers, Runnable::run));
    Breakers counted = (name, options) -> {
      breakers.add(options);
      return real.make(name, options);
    };
    return new Ports(
        runtime, journal, timers, probe, counted, () -> 0.5, new AlertDesk(() -> rules));
  }

  Rig with(String agent, Status status) {
    return with(agent, status, Settings.defaults());
  }

  Rig with(String agent, Status status, AgentSettings settings) {
    runtime.put(new BotId(agent), status, settings);
    return this;
  }

  Rig start() {
    fleet.recall(journal.memory);
    fleet.recallOrders(journal.kept);
    runtime.watch(fleet);
    fleet.keepLooking();
    return this;
  }

  /** Killed and started again: what the journal holds is all that is left. */
  void restart() {
    fleet.close();
    journal.memory =
        new Journal.Memory(List.copyOf(journal.records.values()), List.of(), List.of());
    fleet = newFleet();
    start();
  }

  /** As an earlier Reveille left it. */
  Rig remembering(String agent, State state, Generation generation) {
    return remembering(agent, state, generation, Restarts.NONE, Optional.empty());
  }

  Rig remembering(
      String agent, State state, Generation generation, Restarts restarts, Optional<Exit> exit) {
    AgentRecord record = new AgentRecord(
        new BotId(agent),
        state,
        Cause.REQUEST,
        timers.wall(),
        Optional.empty(),
        generation,
        restarts,
        exit);
    List<AgentRecord> records = new ArrayList<>(journal.memory.agents());
    records.add(record);
    journal.memory = new Journal.Memory(records, journal.memory.intents(), journal.memory.wakes());
    return this;
  }

  Rig intending(Intent intent) {
    journal.memory =
        new Journal.Memory(journal.memory.agents(), List.of(intent), journal.memory.wakes());
    return this;
  }

  AgentKeeper keeper(String agent) {
    return fleet.keeper(new BotId(agent)).orElseThrow();
  }

  AgentKeeper lal() {
    return keeper("lal");
  }

  FakeGates.FakeGate gate() {
    return gates.of(LAL);
  }

  State state(String agent) {
    return keeper(agent).state();
  }

  State state() {
    return state("lal");
  }

  Future<WakeReply> wake(String agent) {
    return keeper(agent).wake(PATIENCE, Cause.REQUEST);
  }

  Future<WakeReply> wake() {
    return wake("lal");
  }

  Future<ActReply> act(Action action, boolean force, Duration patience) {
    return new Operator(lal(), new Act(LAL, action, force, patience)).act();
  }

  void advance(Duration time) {
    timers.advance(time);
  }

  List<String> calls() {
    return runtime.calls;
  }

  List<String> eventNames() {
    return events.stream().map(AgentEvent::name).toList();
  }

  AgentEvent last(String name) {
    return events.stream()
        .filter(event -> event.name().equals(name))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** Forgets what has happened so far. */
  Rig clear() {
    log.clear();
    events.clear();
    runtime.calls.clear();
    return this;
  }
}

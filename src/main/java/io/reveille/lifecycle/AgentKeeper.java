package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent;
import io.reveille.core.Agent.Effect;
import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentGate;
import io.reveille.core.AgentRecord;
import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Gates;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Timers;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The shell around one {@link Agent}: feeds it what happens, one event after the other, and carries out what it
 * decides. At each change the timers of the new state are set, then the gate shows it, then it is written down, then
 * everybody is told; only those who wait for an answer or for a thaw come before the writing. All on one event loop.
 */
final class AgentKeeper {
  private final Ports ports;
  private final Neighbours neighbours;
  private final Witness witness;
  private final Eyes eyes = new Eyes(this);
  private final Hands hands;
  private final Deeds deeds = new Deeds(this);
  private final Waiters waiters;
  private final WakeLog wakeLog;
  private final Chronicle chronicle;
  private final Inbox inbox = new Inbox();
  private final CrashSupervisor supervisor = new CrashSupervisor(this);
  private final StateTimers timers = new StateTimers(this);
  private final Endings endings = new Endings(this);
  private final AgentFacts facts = new AgentFacts(this);
  private final StandingOrder order = new StandingOrder(this);
  private final MemoryUse memory = new MemoryUse();
  private final AgentGate gate;
  private final Reasons reasons;
  private final Settling settling = new Settling();
  private Agent agent;

  AgentKeeper(Sighting first, Ports ports, Neighbours neighbours, Gates gates) {
    this.ports = ports;
    this.neighbours = neighbours;
    this.witness = new Witness(first);
    this.hands = new Hands(ports, this::seen, this::step);
    this.waiters = new Waiters(first.id(), ports.timers());
    this.wakeLog = new WakeLog(ports.timers());
    this.chronicle = new Chronicle(this);
    this.agent = Agent.unknown(first.id());
    this.reasons = new Reasons(ports.timers().wall());
    this.gate = gates.install(facts.view());
  }

  /** Takes up the life of the agent where an earlier Reveille left it, and looks what is so now. */
  void adopt(Optional<AgentRecord> record, Optional<Intent> intent) {
    new Adoption(this).begin(record, intent);
  }

  /** As an earlier Reveille wrote it down. */
  void restore(Agent known, AgentRecord record) {
    agent = known;
    reasons.restore(record);
  }

  /** Tells the wakes and sleeps of all agents apart, until Reveille ends: each step has its own version. */
  String step() {
    return id() + "#" + version();
  }

  /** Something was seen of the agent, by an event or a list. */
  void seen(Sighting sighting) {
    inOrder(() -> eyes.see(sighting));
  }

  /** Somebody needs it. Completes with READY, or why not, at the latest after {@code patience}. */
  Future<WakeReply> wake(Duration patience, Cause why) {
    Future<WakeReply> reply = waiters.add(patience);
    inOrder(() -> {
      if (supervisor.isTrialAllowed() && !order.forbidsWake()) {
        supervisor.tryOnce();
      } else {
        apply(order.forbidsWake() ? Event.DENIED : Event.WANTED, why);
      }
    });
    return reply;
  }

  /** An operator holds it to something, or lets go of it. */
  void isOrdered(String news) {
    inOrder(() -> {
      timers.refresh();
      chronicle.told(LifeEvents.updated(this, news));
    });
  }

  /** An operator, or a shortage of seats, wants it asleep. What becomes of it shows when it is {@link #settled}. */
  void sleep(Operation operation, Cause why, boolean evenInUse) {
    inOrder(() -> {
      reasons.force(evenInUse);
      apply(operation == Operation.PAUSE ? Event.QUIET : Event.DISMISSED, why);
    });
  }

  void reset() {
    inOrder(() -> {
      supervisor.forgive();
      apply(Event.RESET, Cause.ADMIN);
    });
  }

  /** Completes when nothing is under way. */
  Future<Void> settled() {
    return settling.settled(agent.state());
  }

  /** Behind what is going on: what an effect causes waits until all effects of its step are carried out. */
  void inOrder(Runnable work) {
    inbox.run(work);
  }

  /** Feeds the agent one event and carries out what it decides. */
  void apply(Event event, Cause why) {
    inOrder(() -> {
      Agent before = agent;
      Agent.Step step = before.on(event);
      agent = step.next();
      if (beginsAnew(step)) {
        reasons.beginAnew();
      }
      Optional<Transition> news =
          agent.version() == before.version() ? Optional.empty() : Optional.of(enter(before, why));
      Predicate<Effect> urgent = effect -> isUrgent(effect, before.state());
      step.effects().stream().filter(urgent).forEach(deeds::carryOut);
      news.filter(transition -> transition.to() != transition.from()).ifPresent(this::tell);
      step.effects().stream().filter(urgent.negate()).forEach(deeds::carryOut);
    });
  }

  /** Somebody waits for it, and it takes so little time that telling of it first would count. */
  private static boolean isUrgent(Effect effect, State from) {
    return effect == Effect.ANSWER || (effect == Effect.WAKE && from == State.PAUSED);
  }

  private static boolean beginsAnew(Agent.Step step) {
    return step.effects().stream()
        .anyMatch(
            effect -> effect == Effect.WAKE || effect == Effect.PROBE || effect == Effect.ATTEMPT);
  }

  private Transition enter(Agent before, Cause why) {
    Transition transition = new Transition(
        id(),
        before.state(),
        agent.state(),
        why,
        wall(),
        Duration.between(reasons.since(), wall()));
    agent = agent.as(witness.last().generation());
    timers.disarm();
    if (agent.state() != before.state()) {
      reasons.entered(transition);
    }
    timers.arm(before.state());
    showGate();
    return transition;
  }

  void showGate() {
    gate.show(facts.view());
  }

  private void tell(Transition transition) {
    chronicle.entered(transition);
    settling.entered(agent.state());
  }

  /** Completes when what happened has been written down. */
  Future<Void> close() {
    timers.close();
    order.close();
    return chronicle.written();
  }

  Timers.Timer after(Duration delay, Runnable action) {
    int version = version();
    return ports.timers().after(delay, () -> {
      if (version() == version) {
        action.run();
      }
    });
  }

  BotId id() {
    return agent.id();
  }

  int version() {
    return agent.version();
  }

  Generation generation() {
    return agent.generation();
  }

  State state() {
    return agent.state();
  }

  Reasons reasons() {
    return reasons;
  }

  boolean isWanted() {
    return waiters.any();
  }

  long nanos() {
    return ports.timers().nanos();
  }

  Instant wall() {
    return ports.timers().wall();
  }

  AgentSettings settings() {
    return witness.last().settings();
  }

  Ports ports() {
    return ports;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  Witness witness() {
    return witness;
  }

  Hands hands() {
    return hands;
  }

  Deeds deeds() {
    return deeds;
  }

  Waiters waiters() {
    return waiters;
  }

  Chronicle chronicle() {
    return chronicle;
  }

  Endings endings() {
    return endings;
  }

  AgentFacts facts() {
    return facts;
  }

  StandingOrder order() {
    return order;
  }

  MemoryUse memory() {
    return memory;
  }

  AgentGate gate() {
    return gate;
  }

  StateTimers timers() {
    return timers;
  }

  CrashSupervisor supervisor() {
    return supervisor;
  }

  WakeLog wakeLog() {
    return wakeLog;
  }
}

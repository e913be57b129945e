package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent;
import io.reveille.core.Agent.Effect;
import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentGate;
import io.reveille.core.AgentRecord;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Gates;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Timers;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around one {@link Agent}: feeds it what happens, one event after the other, and carries out what it
 * decides. At each change the timers of the new state are set, then the gate shows it, then it is written down, then
 * everybody is told. All on one event loop.
 */
final class AgentKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(AgentKeeper.class);

  private final Ports ports;
  private final Neighbours neighbours;
  private final Witness witness;
  private final AgentGate gate;
  private final Hands hands;
  private final Diary diary;
  private final Waiters waiters;
  private final IdleClock idleClock = new IdleClock(this);
  private final CrashSupervisor supervisor = new CrashSupervisor(this);
  private final WakeLog wakeLog;
  private final Queue<Runnable> inbox = new ArrayDeque<>();
  private boolean working;

  private Agent agent;
  private Cause cause = Cause.RECONCILE;
  private Instant since;
  private Optional<Instant> activeBefore = Optional.empty();
  private String trouble = "";
  private boolean force;
  private Timers.Timer sleepTimer = () -> {};
  private Timers.Timer schedule = () -> {};
  private Promise<Void> settled = Promise.promise();

  AgentKeeper(Sighting first, Ports ports, Neighbours neighbours, Gates gates) {
    this.ports = ports;
    this.neighbours = neighbours;
    this.witness = new Witness(first);
    this.hands = new Hands(ports, this::seen);
    this.diary = new Diary(ports.journal());
    this.waiters = new Waiters(first.id(), ports.timers());
    this.wakeLog = new WakeLog(ports.timers());
    this.agent = Agent.unknown(first.id());
    this.since = ports.timers().wall();
    this.gate = gates.install(view());
  }

  /** Takes up the life of the agent where an earlier Reveille left it, and looks what is so now. */
  void adopt(Optional<AgentRecord> record, Optional<Intent> intent) {
    record.ifPresent(known -> recall(known, intent));
    witness
        .judgeFirst(agent.state(), record.isPresent())
        .ifPresent(event -> apply(event, Cause.RECONCILE));
    run(this::resume);
  }

  private void recall(AgentRecord known, Optional<Intent> intent) {
    agent = new Agent(known.id(), known.state(), agent.version() + 1, known.generation());
    cause = known.cause();
    since = known.since().isAfter(since) ? since : known.since();
    activeBefore = known.lastActivityAt();
    witness.recall(known, intent);
    supervisor.recall(known.restarts());
    if (witness.isKnownToAnswer(known.generation())) {
      wakeLog.recallReady(known.generation(), since);
    }
  }

  /** States in which something must go on by itself, if that is what was found. */
  private void resume() {
    switch (agent.state()) {
      case CRASHED -> carryOut(Effect.SUPERVISE);
      case RUNNING, PAUSED, RESTARTING -> arm(State.CRASHED);
      case CREATED, STARTING, IDLE, STOPPED, FAILED, MISSING -> {}
    }
    if (agent.state() == State.RUNNING) {
      neighbours.seats().occupy(id());
    }
    gate.show(view());
    followAwakeHours();
  }

  /** Something was seen of the agent, by an event or a list. */
  void seen(Sighting sighting) {
    run(() -> {
      if (hands.areBusy()) {
        hands.putOff(sighting);
      } else if (agent.state() == State.IDLE && sighting.status() == Status.RUNNING) {
        witness.accept(sighting); // of course it still runs: it is just about to be put to sleep
      } else {
        judge(sighting);
      }
    });
  }

  private void judge(Sighting sighting) {
    boolean changed = !sighting.settings().equals(settings());
    // a wake that waits for its turn has done nothing yet: that the agent sleeps on is no news
    boolean sleepsOn = agent.state() == State.STARTING && isAsleepAsBefore(sighting);
    witness
        .judge(sighting)
        .filter(event -> !sleepsOn)
        .ifPresent(event -> apply(event, causeOf(event)));
    if (changed && settings().equals(sighting.settings())) {
      refresh();
    }
  }

  private boolean isAsleepAsBefore(Sighting sighting) {
    Sighting before = witness.last();
    boolean asleep = sighting.status() == Status.CREATED || sighting.status() == Status.PAUSED;
    return asleep
        && sighting.status() == before.status()
        && sighting.generation().equals(before.generation());
  }

  private static Cause causeOf(Event event) {
    return event == Event.DIED || event == Event.ENDED ? Cause.EXIT : Cause.EXTERNAL;
  }

  private void refresh() {
    gate.show(view());
    if (agent.state() == State.RUNNING) {
      idleClock.refresh();
    }
    followAwakeHours();
    neighbours.publish(LifeEvents.updated(this));
  }

  /** Somebody needs it. Completes with READY, or why not, at the latest after {@code patience}. */
  Future<WakeReply> wake(Duration patience, Cause why) {
    Future<WakeReply> reply = waiters.add(patience);
    run(() -> apply(isTrialAllowed() ? Event.ATTEMPT_DUE : Event.WANTED, why));
    return reply;
  }

  private boolean isTrialAllowed() {
    return agent.state() == State.FAILED && nanos() >= retryAtNanos();
  }

  /** An operator, or a shortage of seats, wants it asleep. What becomes of it shows when it is {@link #settled}. */
  void sleep(Operation operation, Cause why, boolean evenInUse) {
    run(() -> {
      force = evenInUse;
      apply(operation == Operation.PAUSE ? Event.QUIET : Event.DISMISSED, why);
    });
  }

  void reset() {
    run(() -> {
      supervisor.forgive();
      apply(Event.RESET, Cause.ADMIN);
    });
  }

  /** Completes when nothing is under way. */
  Future<Void> settled() {
    return isSettled() ? Future.succeededFuture() : settled.future();
  }

  private boolean isSettled() {
    return switch (agent.state()) {
      case CREATED, RUNNING, PAUSED, STOPPED, FAILED, MISSING -> true;
      case STARTING, IDLE, CRASHED, RESTARTING -> false;
    };
  }

  /** One thing after the other: what an effect causes waits until all effects of its step are carried out. */
  private void run(Runnable work) {
    inbox.add(work);
    if (working) {
      return;
    }
    working = true;
    try {
      for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
        next.run();
      }
    } finally {
      working = false;
    }
  }

  /** Feeds the agent one event and carries out what it decides. */
  void apply(Event event, Cause why) {
    run(() -> {
      Agent before = agent;
      Agent.Step step = before.on(event);
      agent = step.next();
      if (agent.version() != before.version()) {
        enter(before, why);
      }
      step.effects().forEach(this::carryOut);
    });
  }

  private void enter(Agent before, Cause why) {
    Transition transition = new Transition(
        id(), before.state(), agent.state(), why, wall(), Duration.between(since, wall()));
    agent = agent.as(witness.last().generation());
    disarm();
    if (agent.state() != before.state()) {
      cause = why;
      since = transition.at();
    }
    arm(before.state());
    gate.show(view());
    if (agent.state() != before.state()) {
      tell(transition);
    }
  }

  private void tell(Transition transition) {
    if (isWorthWriting(transition)) {
      diary.record(transition, toRecord());
    }
    LifeEvents.of(this, transition).forEach(neighbours::publish);
    if (isSettled()) {
      Promise<Void> waiting = settled;
      settled = Promise.promise();
      waiting.complete();
    }
  }

  /** That an agent exists and never ran is found out again at each start. */
  private static boolean isWorthWriting(Transition transition) {
    return transition.from() != State.MISSING || transition.to() != State.CREATED;
  }

  private void disarm() {
    idleClock.stop();
    supervisor.stop();
    sleepTimer.cancel();
    witness.isProbedNoMore();
    neighbours.starts().giveBack(id());
    if (!agent.state().holdsSeat()) {
      neighbours.seats().giveBack(id());
    }
  }

  private void arm(State before) {
    switch (agent.state()) {
      case RUNNING -> {
        neighbours.seats().occupy(id());
        idleClock.start();
      }
      case PAUSED -> stopLater();
      case RESTARTING -> {
        if (before == State.CRASHED) {
          supervisor.await();
        }
      }
      case CREATED, STARTING, IDLE, STOPPED, CRASHED, FAILED, MISSING -> {}
    }
  }

  private void stopLater() {
    sleepTimer.cancel();
    Duration stopAfter = settings().stopAfter();
    if (!stopAfter.isZero()) {
      Duration rest = stopAfter.minus(Duration.between(since, wall()));
      sleepTimer = after(rest, () -> {
        force = false;
        apply(Event.DISMISSED, Cause.STOP_AFTER);
      });
    }
  }

  private void followAwakeHours() {
    schedule.cancel();
    settings().awakeHours().ifPresent(hours -> {
      if (hours.contains(wall()) && agent.state().asleep()) {
        apply(Event.WANTED, Cause.SCHEDULE);
      }
      schedule = ports.timers().after(hours.untilNext(wall()), () -> run(this::followAwakeHours));
    });
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case WAKE -> new WakeRun(this, false).begin();
      case PROBE -> new WakeRun(this, false).probeOnly();
      case ATTEMPT -> new WakeRun(this, true).begin();
      case PAUSE -> new SleepRun(this, Operation.PAUSE, force).begin();
      case STOP -> new SleepRun(this, Operation.STOP, force).begin();
      case SUPERVISE -> supervisor.plan(wakeLog.readyFor(witness.last().generation()));
      case ANSWER -> waiters.answerAll(Replies.ready(this));
      case REFUSE -> refuse();
      case WAKE_IF_WANTED -> {
        if (waiters.any()) {
          apply(Event.WANTED, Cause.REQUEST);
        }
      }
    }
  }

  private void refuse() {
    WakeReply reply = Replies.refusal(this);
    if (agent.state() == State.RESTARTING) {
      waiters.answerTheHasty(reply); // the attempt is for all who can wait for it
    } else {
      waiters.answerAll(reply);
    }
  }

  /** It has been quiet for the idle timeout. */
  void isQuiet(String note) {
    if (!note.isEmpty()) {
      LOG.warn("{}: {}", id(), note);
    }
    force = false;
    trouble = note;
    boolean stop = settings().idleAction() == IdleAction.STOP;
    apply(stop ? Event.DISMISSED : Event.QUIET, Cause.IDLE_TIMEOUT);
  }

  /** A wake has proved that it answers. */
  void isReady(Sighting sighting, WakeKind kind, long begun) {
    trouble = "";
    wakeLog.ready(sighting.generation(), kind, Duration.ofNanos(nanos() - begun));
    witness.answers(sighting.generation());
    apply(Event.READY, cause);
  }

  /** A wake has failed, and why. */
  void isNotReady(String reason) {
    trouble = reason;
    LOG.warn("{} did not wake: {}", id(), reason);
    neighbours.publish(LifeEvents.wakeFailed(this));
    if (agent.state() == State.RESTARTING && witness.last().status() == Status.RUNNING) {
      // the next attempt needs a stopped one, and one that has failed must not run on
      stopThenFail();
    } else {
      apply(Event.NOT_READY, cause);
    }
  }

  private void stopThenFail() {
    int version = version();
    Intent intent = new Intent(id(), Operation.STOP, witness.last().generation(), wall());
    diary
        .intend(intent)
        .onSuccess(written -> witness.asked(intent))
        .compose(written -> hands.perform(Operation.STOP, witness::last))
        .onSuccess(outcome ->
            witness.judge(outcome.sighting())) // books the exit; NOT_READY follows anyway
        .onSuccess(outcome -> witness.askedNoMore())
        .onFailure(fault -> LOG.error("{} cannot be stopped", id(), fault))
        .onComplete(stopped -> {
          if (version() == version) {
            apply(Event.NOT_READY, cause);
          }
        });
  }

  /** Nothing was done to it: it is as it was before somebody wanted it asleep. */
  void staysAwake() {
    settleAs(witness.last());
  }

  /** The end of an operation: the agent is what the runtime shows, whether or not that is news. */
  void settleAs(Sighting sighting) {
    settleAs(sighting, () -> {});
  }

  /** @param judged done when what was seen has been judged, and before anything follows from it */
  void settleAs(Sighting sighting, Runnable judged) {
    run(() -> {
      int version = version();
      witness.judge(sighting).ifPresent(event -> apply(event, cause));
      judged.run();
      run(() -> {
        if (version() == version) {
          apply(asShown(witness.last()), cause);
        }
      });
    });
  }

  private Event asShown(Sighting sighting) {
    return switch (sighting.status()) {
      case MISSING -> Event.REMOVED;
      case CREATED -> Event.FOUND;
      case PAUSED -> Event.FROZEN;
      case EXITED -> Event.ENDED;
      case RESTARTING -> Event.UP;
      case RUNNING -> witness.isKnownToAnswer(sighting.generation()) ? Event.KEPT : Event.UP;
    };
  }

  /** Writes what could not be written before. */
  void catchUp() {
    diary.catchUp();
  }

  /** Completes when what happened has been written down. */
  Future<Void> close() {
    disarm();
    schedule.cancel();
    return diary.written();
  }

  AgentView view() {
    return new AgentView(
        id(),
        agent.state(),
        witness.last().generation(),
        witness.last().endpoint(),
        settings(),
        since,
        retryAtNanos(),
        wakeLog.lastKind(),
        wakeLog.lastTook(),
        wakeLog.usual(agent.state()),
        witness.lastExit());
  }

  /** See {@link AgentView#retryAtNanos}. */
  long retryAtNanos() {
    return switch (agent.state()) {
      case RESTARTING -> supervisor.attemptAtNanos();
      case FAILED -> {
        Duration coolDown = settings().restarts().failedRetryAfter();
        Duration rest = coolDown.minus(Duration.between(since, wall()));
        yield coolDown.isZero() ? Long.MAX_VALUE : nanos() + rest.toNanos();
      }
      case CREATED, STARTING, RUNNING, IDLE, PAUSED, STOPPED, CRASHED, MISSING -> nanos();
    };
  }

  private AgentRecord toRecord() {
    return new AgentRecord(
        id(),
        agent.state(),
        cause,
        since,
        lastActivityAt(),
        toRemember(),
        supervisor.restarts(),
        witness.lastExit());
  }

  /** What was put to sleep before it ever answered must prove itself, also to the next Reveille. */
  private Generation toRemember() {
    boolean quiet = agent.state() == State.PAUSED || agent.state() == State.IDLE;
    boolean unproven = quiet && !witness.isKnownToAnswer(agent.generation());
    return unproven ? Generation.NONE : agent.generation();
  }

  Optional<Instant> lastActivityAt() {
    long last = gate.lastActivityNanos();
    return last == Long.MIN_VALUE
        ? activeBefore
        : Optional.of(
            wall().minusNanos(nanos() - last).truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
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

  State state() {
    return agent.state();
  }

  Cause cause() {
    return cause;
  }

  Instant since() {
    return since;
  }

  String trouble() {
    return trouble;
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

  Diary diary() {
    return diary;
  }

  AgentGate gate() {
    return gate;
  }

  IdleClock idleClock() {
    return idleClock;
  }

  CrashSupervisor supervisor() {
    return supervisor;
  }

  WakeLog wakeLog() {
    return wakeLog;
  }
}

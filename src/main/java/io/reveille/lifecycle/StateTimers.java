package io.reveille.lifecycle;

import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import io.reveille.core.Cause;
import io.reveille.core.Operation;
import io.reveille.core.Timers;
import java.time.Duration;

/**
 * What an agent does by itself when nobody asks: falls asleep, is stopped after a long pause, is restarted, wakes for
 * its awake hours. Each state has its own timers, and they end with it; the hours go on for ever.
 */
final class StateTimers {
  private final AgentKeeper keeper;
  private final IdleClock idleClock;
  private Timers.Timer stopAfter = () -> {};
  private Timers.Timer nextHours = () -> {};

  StateTimers(AgentKeeper keeper) {
    this.keeper = keeper;
    this.idleClock = new IdleClock(keeper);
  }

  /** The state has ended: nothing of it may fire any more, and what it no longer needs is given back. */
  void disarm() {
    idleClock.stop();
    keeper.supervisor().stop();
    stopAfter.cancel();
    keeper.witness().isProbedNoMore();
    keeper.neighbours().starts().giveBack(keeper.id());
    if (!keeper.state().holdsSeat()) {
      keeper.neighbours().seats().giveBack(keeper.id());
    }
  }

  /** The state has begun. */
  void arm(State before) {
    switch (keeper.state()) {
      case RUNNING -> {
        keeper.neighbours().seats().occupy(keeper.id());
        idleClock.start();
        keeper.supervisor().awaitStability();
      }
      case PAUSED -> {
        stopLater();
        keeper.supervisor().awaitStability();
      }
      case CREATED, STARTING, IDLE, STOPPED, CRASHED, RESTARTING, FAILED, MISSING -> {}
    }
    if (before == State.FAILED && keeper.state() != State.RESTARTING) {
      keeper.supervisor().letGo();
    }
  }

  private void stopLater() {
    stopAfter.cancel();
    Duration wait = keeper.settings().stopAfter();
    if (!wait.isZero()) {
      Duration rest = wait.minus(Duration.between(keeper.reasons().since(), keeper.wall()));
      stopAfter = keeper.after(rest, () -> keeper.sleep(Operation.STOP, Cause.STOP_AFTER, false));
    }
  }

  /** The settings have changed. */
  void refresh() {
    switch (keeper.state()) {
      case RUNNING -> idleClock.refresh();
      case PAUSED -> stopLater();
      case FAILED -> keeper.supervisor().coolDown();
      case CREATED, STARTING, IDLE, STOPPED, CRASHED, RESTARTING, MISSING -> {}
    }
    followAwakeHours();
  }

  /** Wakes it if it should be awake now, and looks again when the next hours begin. */
  void followAwakeHours() {
    nextHours.cancel();
    keeper.settings().awakeHours().ifPresent(hours -> {
      boolean due = hours.contains(keeper.wall()) && !keeper.order().forbidsWake();
      if (due && keeper.state().asleep()) {
        keeper.apply(Event.WANTED, Cause.SCHEDULE);
      }
      Duration wait = hours.untilNext(keeper.wall());
      nextHours = keeper.ports().timers().after(wait, () -> keeper.inOrder(this::followAwakeHours));
    });
  }

  void close() {
    disarm();
    keeper.supervisor().letGo();
    nextHours.cancel();
  }

  IdleClock idleClock() {
    return idleClock;
  }
}

package io.reveille.lifecycle;

import io.reveille.core.Agent;
import io.reveille.core.Agent.Effect;
import io.reveille.core.AgentRecord;
import io.reveille.core.Cause;
import io.reveille.core.Intent;
import java.util.Optional;

/** Takes up the life of one agent where an earlier Reveille left it, and looks what is so now. */
final class Adoption {
  private final AgentKeeper keeper;

  Adoption(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  void begin(Optional<AgentRecord> record, Optional<Intent> intent) {
    record.ifPresent(known -> recall(known, intent));
    keeper
        .witness()
        .judgeFirst(keeper.state(), record.isPresent())
        .ifPresent(event -> keeper.apply(event, Cause.RECONCILE));
    keeper.inOrder(this::resume);
  }

  private void recall(AgentRecord known, Optional<Intent> intent) {
    keeper.restore(
        new Agent(known.id(), known.state(), keeper.version() + 1, known.generation()), known);
    keeper.facts().recallActivity(known.lastActivityAt());
    keeper.witness().recall(known, intent);
    keeper.supervisor().recall(known.restarts());
    if (keeper.witness().isKnownToAnswer(known.generation())) {
      keeper.wakeLog().recallReady(known.generation(), keeper.reasons().since());
    }
  }

  /** States in which something must go on by itself, if that is what was found. */
  private void resume() {
    switch (keeper.state()) {
      case CRASHED -> keeper.deeds().carryOut(Effect.SUPERVISE);
      case RUNNING, PAUSED -> keeper.timers().arm(keeper.state());
      case RESTARTING, FAILED -> keeper.supervisor().resume();
      case CREATED, STARTING, IDLE, STOPPED, MISSING -> {}
    }
    keeper.showGate();
    keeper.timers().followAwakeHours();
  }
}

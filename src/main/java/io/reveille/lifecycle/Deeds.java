package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent.Effect;
import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import io.reveille.core.Cause;
import io.reveille.core.Operation;

/** Carries out what the agent's life decides. */
final class Deeds {
  private final AgentKeeper keeper;

  Deeds(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  void carryOut(Effect effect) {
    switch (effect) {
      case WAKE -> new WakeRun(keeper, false).begin();
      case PROBE -> new WakeRun(keeper, false).probeOnly();
      case ATTEMPT -> new WakeRun(keeper, true).begin();
      case PAUSE -> new SleepRun(keeper, Operation.PAUSE, keeper.reasons().isForced()).begin();
      case STOP -> new SleepRun(keeper, Operation.STOP, keeper.reasons().isForced()).begin();
      case SUPERVISE ->
        keeper.supervisor().crashed(keeper.wakeLog().ended(keeper.witness().last(), keeper.wall()));
      case ANSWER -> keeper.waiters().answerAll(Replies.ready(keeper));
      case REFUSE -> refuse();
      case WAKE_IF_WANTED -> wakeIfWanted();
    }
  }

  private void refuse() {
    WakeReply reply = Replies.refusal(keeper);
    if (keeper.state() == State.RESTARTING) {
      // the attempt is for all who can wait for it
      keeper.waiters().answerTheHasty(reply);
    } else {
      keeper.waiters().answerAll(reply);
    }
  }

  private void wakeIfWanted() {
    if (keeper.isWanted()) {
      keeper.apply(keeper.order().forbidsWake() ? Event.DENIED : Event.WANTED, Cause.REQUEST);
    }
  }
}

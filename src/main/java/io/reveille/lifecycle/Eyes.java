package io.reveille.lifecycle;

import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import io.reveille.core.Cause;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;

/** What a sighting means: an event in the agent's life, new settings, or nothing that was not known. */
final class Eyes {
  private final AgentKeeper keeper;

  Eyes(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  void see(Sighting sighting) {
    if (keeper.hands().areBusy()) {
      keeper.hands().putOff(sighting);
    } else if (keeper.state() == State.IDLE && sighting.status() == Status.RUNNING) {
      // of course it still runs: it is just about to be put to sleep
      keeper.witness().isStillSo(sighting);
    } else if (keeper.state() == State.STARTING && keeper.witness().knows(sighting)) {
      // of course it still sleeps: the wake waits for its turn
      keeper.witness().isStillSo(sighting);
    } else {
      judge(sighting);
    }
  }

  private void judge(Sighting sighting) {
    boolean changed = !sighting.settings().equals(keeper.settings());
    keeper.witness().judge(sighting).ifPresent(event -> keeper.apply(event, causeOf(event)));
    if (changed && keeper.settings().equals(sighting.settings())) {
      refresh();
    }
  }

  private static Cause causeOf(Event event) {
    return event == Event.DIED || event == Event.ENDED ? Cause.EXIT : Cause.EXTERNAL;
  }

  private void refresh() {
    keeper.showGate();
    keeper.timers().refresh();
    keeper.chronicle().told(LifeEvents.updated(keeper, "Its settings have changed."));
  }
}

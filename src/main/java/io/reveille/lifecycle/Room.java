package io.reveille.lifecycle;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.Cause;
import io.reveille.core.Operation;
import io.reveille.core.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.IntSupplier;

/** How many agents may be awake at once. When somebody waits for a seat, the one that has been quiet longest gives up its own. */
final class Room {
  private static final Duration BETWEEN_EVICTIONS = Duration.ofSeconds(1);

  private final Fleet fleet;
  private final Timers timers;
  private final Turns seats;

  /** @param most read at each decision; 0: no limit */
  Room(Fleet fleet, Timers timers, IntSupplier most) {
    this.fleet = fleet;
    this.timers = timers;
    this.seats = new Turns(most, this::make);
  }

  Turns seats() {
    return seats;
  }

  /** Sends one to sleep, and again until it is enough. */
  private void make() {
    fleet
        .awake()
        .filter(this::canBeSpared)
        .min(Comparator.comparing(keeper -> keeper.facts().lastActivityAt().orElse(keeper.since())))
        .ifPresent(Room::sendToSleep);
    timers.after(BETWEEN_EVICTIONS, () -> {
      if (seats.waiting() > 0) {
        make();
      }
    });
  }

  private boolean canBeSpared(AgentKeeper keeper) {
    return keeper.state() == State.RUNNING
        && keeper.gate().inFlight() == 0
        && keeper.settings().idleAction() != IdleAction.NONE
        && !fleet.needs(keeper.id());
  }

  private static void sendToSleep(AgentKeeper keeper) {
    boolean stop = keeper.settings().idleAction() == IdleAction.STOP;
    keeper.sleep(stop ? Operation.STOP : Operation.PAUSE, Cause.IDLE_TIMEOUT, false);
  }
}

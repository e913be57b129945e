package io.reveille.lifecycle;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.Cause;
import io.reveille.core.Operation;
import io.reveille.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;

/** How many agents may be awake at once. When somebody waits for a seat, those that have been quiet longest give up theirs. */
final class Room {
  private static final Duration BETWEEN_EVICTIONS = Duration.ofSeconds(1);

  private final Fleet fleet;
  private final Timers timers;
  private final Turns seats;
  private boolean looking;

  /** @param most read at each decision; 0: no limit */
  Room(Fleet fleet, Timers timers, IntSupplier most) {
    this.fleet = fleet;
    this.timers = timers;
    this.seats = new Turns(most, this::make);
  }

  Turns seats() {
    return seats;
  }

  /** Sends as many to sleep as it takes, and looks again until nobody waits. */
  private void make() {
    spare();
    if (!looking) {
      looking = true;
      timers.after(BETWEEN_EVICTIONS, this::lookAgain);
    }
  }

  private void lookAgain() {
    looking = false;
    if (seats.waiting() > 0) {
      make();
    }
  }

  private void spare() {
    long underWay = fleet.awake().filter(keeper -> keeper.state() == State.IDLE).count();
    List<AgentKeeper> longestQuiet = fleet
        .awake()
        .filter(this::canBeSpared)
        .sorted(Comparator.comparing(Room::lastUse))
        .limit(Math.max(0, seats.shortage() - underWay))
        .toList();
    longestQuiet.forEach(Room::sendToSleep);
  }

  private static Instant lastUse(AgentKeeper keeper) {
    return keeper.facts().lastActivityAt().orElse(keeper.reasons().since());
  }

  private boolean canBeSpared(AgentKeeper keeper) {
    return keeper.state() == State.RUNNING
        && keeper.gate().inFlight() == 0
        && keeper.settings().idleAction() != IdleAction.NONE
        && !keeper.order().forbidsSleep()
        && !fleet.needs(keeper.id());
  }

  private static void sendToSleep(AgentKeeper keeper) {
    boolean stop = keeper.settings().idleAction() == IdleAction.STOP;
    keeper.sleep(stop ? Operation.STOP : Operation.PAUSE, Cause.IDLE_TIMEOUT, false);
  }
}

package io.reveille.lifecycle;

import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who depends on whom: those needed are woken first, side by side, and not put to sleep under those who need them. */
final class Dependencies {
  private final Fleet fleet;
  private final Set<BotId> complainedOf = new HashSet<>();

  Dependencies(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Completes when all that {@code agent} depends on are awake; fails with a sentence for people. */
  Future<Void> wakeFirst(BotId agent) {
    List<Future<Void>> awake = of(agent).stream()
        .filter(needed -> !closesACircle(agent, needed))
        .map(needed -> wakeFor(agent, needed))
        .toList();
    return Future.all(awake).mapEmpty();
  }

  /** Whether somebody who is awake depends on {@code agent}. */
  boolean needs(BotId agent) {
    return fleet.awake().anyMatch(keeper -> keeper.settings().dependsOn().contains(agent));
  }

  private List<BotId> of(BotId agent) {
    return fleet.keeper(agent).map(keeper -> keeper.settings().dependsOn()).orElse(List.of());
  }

  private Future<Void> wakeFor(BotId agent, BotId needed) {
    Optional<AgentKeeper> known = fleet.keeper(needed);
    if (known.isEmpty()) {
      return Future.failedFuture(agent + " depends on " + needed + ", which does not exist");
    }
    AgentKeeper keeper = known.get();
    Duration patience = keeper.settings().ready().timeout();
    return keeper.wake(patience, Cause.REQUEST).compose(reply -> switch (reply.outcome()) {
      case READY -> Future.succeededFuture();
      case STILL_WAKING, WAKE_FAILED, RESTARTING, FAILED, MISSING, KEPT_ASLEEP, UNKNOWN_AGENT ->
        Future.failedFuture(
            agent + " depends on " + needed + ", which is " + keeper.state().word());
    });
  }

  private boolean closesACircle(BotId agent, BotId needed) {
    boolean circle = reaches(needed, agent, new HashSet<>());
    if (circle && complainedOf.add(agent)) {
      fleet.misconfigured(
          agent.value(), "depends on " + needed + ", which depends on it in turn; not waited for");
    }
    return circle;
  }

  private boolean reaches(BotId from, BotId to, Set<BotId> seen) {
    return from.equals(to)
        || (seen.add(from) && of(from).stream().anyMatch(next -> reaches(next, to, seen)));
  }
}

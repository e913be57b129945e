package io.reveille.lifecycle;

import io.reveille.core.Keep;
import io.reveille.core.Keep.Mode;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator holds one agent to, over restarts of Reveille, until it is let go or its time is over. */
final class StandingOrder {
  private static final Logger LOG = LoggerFactory.getLogger(StandingOrder.class);
  /** The wall clock may be set; besides, no timer reaches years ahead. */
  private static final Duration LONGEST_LOOK_AHEAD = Duration.ofHours(1);

  private final AgentKeeper keeper;
  private Optional<Keep> keep = Optional.empty();
  private Timers.Timer end = () -> {};

  StandingOrder(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  /** What an earlier Reveille was told. */
  void recall(Keep known) {
    keep = Optional.of(known);
    watch();
  }

  Optional<Keep> now() {
    return keep.filter(one -> one.holds(keeper.wall()));
  }

  boolean forbidsSleep() {
    return holds(Mode.AWAKE);
  }

  boolean forbidsWake() {
    return holds(Mode.ASLEEP);
  }

  private boolean holds(Mode mode) {
    return now().filter(one -> one.mode() == mode).isPresent();
  }

  /** Holds once it has been written down. */
  Future<Void> give(Keep next) {
    return write(Optional.of(next), "Kept " + next.mode().word() + until(next) + ".");
  }

  private static String until(Keep next) {
    return next.until().map(at -> " until " + at).orElse("");
  }

  /** Nothing happens if it is held to something else. */
  Future<Void> takeBack(Mode mode) {
    return keep.filter(one -> one.mode() == mode)
        .map(one -> write(Optional.empty(), "No longer kept " + mode.word() + "."))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> write(Optional<Keep> next, String news) {
    return keeper.ports().journal().keep(keeper.id(), next).onSuccess(written -> {
      keep = next;
      watch();
      keeper.isOrdered(news);
    });
  }

  private void watch() {
    end.cancel();
    keep.flatMap(Keep::until)
        .ifPresent(until -> end = keeper.ports().timers().after(untilLook(until), this::look));
  }

  private Duration untilLook(Instant until) {
    Duration rest = Duration.between(keeper.wall(), until);
    return rest.compareTo(LONGEST_LOOK_AHEAD) < 0 ? rest : LONGEST_LOOK_AHEAD;
  }

  private void look() {
    if (keep.isPresent() && now().isEmpty()) {
      takeBack(keep.get().mode()).onFailure(fault -> {
        LOG.warn("{}: that its order is over cannot be written down", keeper.id(), fault);
        end = keeper.ports().timers().after(LONGEST_LOOK_AHEAD, this::look);
      });
    } else {
      watch();
    }
  }

  void close() {
    end.cancel();
  }
}

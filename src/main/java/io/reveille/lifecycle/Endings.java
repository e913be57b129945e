package io.reveille.lifecycle;

import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Intent;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a wake or a sleep of one agent can end, and what the agent hears of it. */
final class Endings {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  private static final String WAKE = "wake";

  private final AgentKeeper keeper;

  Endings(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  /** A wake has proved that it answers. */
  void isReady(Sighting sighting, WakeKind kind, long begun) {
    keeper.reasons().note("");
    Duration took = Duration.ofNanos(keeper.nanos() - begun);
    String wake = keeper.step();
    keeper.wakeLog().ready(sighting.generation(), kind, took);
    keeper.witness().answers(sighting.generation());
    keeper.apply(Event.READY, keeper.reasons().cause());
    LOG.atInfo() // behind the gate: nobody waits for it
        .addKeyValue(WAKE, wake)
        .log("{} is awake after {} ms, by {}", keeper.id(), took.toMillis(), kind.word());
  }

  /** A wake has failed, and why. */
  void isNotReady(String reason) {
    keeper.reasons().note(reason);
    LOG.atWarn().addKeyValue(WAKE, keeper.step()).log("{} did not wake: {}", keeper.id(), reason);
    keeper.chronicle().told(LifeEvents.wakeFailed(keeper));
    if (keeper.state() == State.RESTARTING && keeper.witness().last().status() == Status.RUNNING) {
      // the next attempt needs a stopped one, and one that has failed must not run on
      stopThenFail();
    } else {
      keeper.apply(Event.NOT_READY, keeper.reasons().cause());
    }
  }

  private void stopThenFail() {
    Witness witness = keeper.witness();
    int version = keeper.version();
    Intent intent =
        new Intent(keeper.id(), Operation.STOP, witness.last().generation(), keeper.wall());
    keeper
        .chronicle()
        .intend(intent)
        .onSuccess(written -> witness.asked(intent))
        .compose(written -> keeper.hands().perform(Operation.STOP, witness::last))
        .onSuccess(outcome ->
            witness.judge(outcome.sighting())) // books the exit; NOT_READY follows anyway
        .onSuccess(outcome -> witness.askedNoMore())
        .onFailure(fault -> LOG.error("{} cannot be stopped", keeper.id(), fault))
        .onComplete(stopped -> {
          if (keeper.version() == version) {
            keeper.apply(Event.NOT_READY, keeper.reasons().cause());
          }
        });
  }

  /** Nothing was done to it: it is as it was before somebody wanted it asleep. */
  void staysAwake() {
    settleAs(keeper.witness().last());
  }

  /** The end of an operation: the agent is what the runtime shows, whether or not that is news. */
  void settleAs(Sighting sighting) {
    settleAs(sighting, () -> {});
  }

  /** @param judged done when what was seen has been judged, and before anything follows from it */
  void settleAs(Sighting sighting, Runnable judged) {
    keeper.inOrder(() -> {
      int version = keeper.version();
      keeper
          .witness()
          .judge(sighting)
          .ifPresent(event -> keeper.apply(event, keeper.reasons().cause()));
      judged.run();
      keeper.inOrder(() -> {
        if (keeper.version() == version) {
          keeper.apply(asShown(keeper.witness().last()), keeper.reasons().cause());
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
      case RUNNING ->
        keeper.witness().isKnownToAnswer(sighting.generation()) ? Event.KEPT : Event.UP;
    };
  }
}

package io.reveille.lifecycle;

import io.reveille.core.Agent.Event;
import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import java.util.Locale;

/**
 * One wake from beginning to end: those it depends on, a seat, a turn among the cold starts, the operation that the
 * agent's status asks for, and the proof that it answers. It belongs to no request. When the agent has moved on
 * meanwhile, what comes back changes nothing but what is known.
 */
final class WakeRun {
  /** A paused agent may turn out dead, a stopped one may have been paused by hand: each costs one more try. */
  private static final int MOST_OPERATIONS = 3;

  private final AgentKeeper keeper;
  private final boolean isAttempt;
  private final int version;
  private final long begun;
  private int operations;
  private WakeKind kind;
  private Timers.Timer queueing = () -> {};

  WakeRun(AgentKeeper keeper, boolean isAttempt) {
    this.keeper = keeper;
    this.isAttempt = isAttempt;
    this.version = keeper.version();
    this.begun = keeper.nanos();
    this.kind = WakeKind.NONE;
  }

  void begin() {
    // a seat or a turn that never comes must not keep anybody waiting for ever
    queueing = keeper.after(
        keeper.settings().ready().timeout(), () -> giveUp("no place became free in time"));
    keeper
        .neighbours()
        .wakeFirst(keeper.id())
        .compose(awake -> keeper.neighbours().seats().take(keeper.id(), this::isWanted))
        .compose(seat -> turn())
        .onSuccess(turn -> next(keeper.witness().last()))
        .onFailure(fault -> giveUp(String.valueOf(fault.getMessage())));
  }

  /** It runs already: only proves that it answers. */
  void probeOnly() {
    keeper.neighbours().seats().occupy(keeper.id());
    prove(keeper.witness().last());
  }

  private Future<Void> turn() {
    return keeper.witness().last().status() == Status.PAUSED
        ? Future.succeededFuture() // an unpause costs next to nothing
        : keeper.neighbours().starts().take(keeper.id(), this::isWanted);
  }

  private void next(Sighting now) {
    queueing.cancel();
    if (!isWanted()) {
      return;
    }
    switch (now.status()) {
      case PAUSED -> perform(Operation.UNPAUSE);
      case CREATED, EXITED -> perform(Operation.START);
      case RUNNING, RESTARTING -> prove(now);
      case MISSING -> keeper.apply(Event.REMOVED, keeper.reasons().cause());
    }
  }

  private void perform(Operation operation) {
    operations++;
    kind = isAttempt
        ? WakeKind.RESTART
        : operation == Operation.START ? WakeKind.START : WakeKind.UNPAUSE;
    keeper
        .hands()
        .perform(operation, () -> keeper.witness().last())
        .onSuccess(outcome -> done(operation, outcome));
  }

  private void done(Operation operation, Outcome outcome) {
    if (!isWanted()) {
      keeper.witness().accept(outcome.sighting());
      return;
    }
    Sighting now = outcome.sighting();
    switch (now.status()) {
      case RUNNING, RESTARTING -> {
        keeper.witness().accept(now);
        prove(now);
      }
      case PAUSED -> tryAgain(outcome, operation != Operation.UNPAUSE);
      case EXITED -> exited(operation, outcome);
      case CREATED -> tryAgain(outcome, operation == Operation.UNPAUSE || isAnother(now));
      case MISSING -> keeper.endings().settleAs(now);
    }
  }

  /** Recreated under the hands of the wake: what was asked for is gone, what is there was never started. */
  private boolean isAnother(Sighting now) {
    String asked = keeper.witness().last().generation().instance();
    return !now.generation().instance().equals(asked);
  }

  private void exited(Operation operation, Outcome outcome) {
    if (operation == Operation.UNPAUSE) {
      // killed while it was frozen: the unpause only brought it to light, so the wake starts it
      keeper.witness().foundDead(outcome.sighting());
      tryAgain(outcome, true);
    } else if (outcome.sighting().generation().equals(keeper.witness().last().generation())) {
      giveUp(whyNot(outcome)); // the start was refused: nothing has run since
    } else {
      keeper.endings().settleAs(outcome.sighting());
    }
  }

  private void tryAgain(Outcome outcome, boolean otherwise) {
    keeper.witness().accept(outcome.sighting());
    if (otherwise && operations < MOST_OPERATIONS) {
      turn().onSuccess(turn -> next(outcome.sighting()));
    } else {
      giveUp(whyNot(outcome));
    }
  }

  private static String whyNot(Outcome outcome) {
    String shown =
        "it is " + outcome.sighting().status().name().toLowerCase(Locale.ROOT) + " again";
    return outcome.problem().isEmpty() ? shown : outcome.problem();
  }

  private void prove(Sighting now) {
    if (kind == WakeKind.UNPAUSE && keeper.witness().isKnownToAnswer(now.generation())) {
      keeper.endings().isReady(now, kind, begun);
      return;
    }
    keeper.witness().isProbed(now.generation());
    keeper.showGate(); // whoever waits sees that it has started
    keeper.ports().probe().ready(now, this::isWanted).onComplete(answer -> {
      if (isWanted()) {
        if (answer.succeeded()) {
          keeper.endings().isReady(keeper.witness().last(), kind, begun);
        } else {
          giveUp(String.valueOf(answer.cause().getMessage()));
        }
      }
    });
  }

  private void giveUp(String reason) {
    keeper.inOrder(() -> {
      if (isWanted()) {
        keeper.endings().isNotReady(reason);
      }
    });
  }

  private boolean isWanted() {
    return keeper.version() == version;
  }
}

package io.reveille.proxy;

import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The first moments behind a thaw. An agent that was killed from outside while it was frozen is dead in them, and the
 * news of it comes some 30 ms late (F12). It has read nothing of what was sent to it, so that the next run may have it.
 */
final class FreshThaw {
  private final Exchange exchange;
  private final AgentView view;
  private final Timers timers;
  private final BooleanSupplier sameRun;

  /**
   * @param view what {@code exchange} was let through to
   * @param sameRun whether that run still goes on, as far as is known
   */
  FreshThaw(Exchange exchange, AgentView view, Timers timers, BooleanSupplier sameRun) {
    this.exchange = exchange;
    this.view = view;
    this.timers = timers;
    this.sameRun = sameRun;
  }

  static boolean of(AgentView view, Timers timers) {
    return view.lastWake() == WakeKind.UNPAUSE
        && Duration.between(view.since(), timers.wall()).compareTo(Dialling.NEWS_OF_AN_END) < 0;
  }

  /** At the address of one that turned out dead nobody may say anything for seconds. */
  Future<Upstream> unlessItEnds(Future<Upstream> dialled) {
    Promise<Upstream> known = Promise.promise();
    dialled
        .onSuccess(upstream -> {
          if (!known.tryComplete(upstream)) {
            upstream.close();
          }
        })
        .onFailure(known::tryFail);
    giveUpAtItsEnd(known, Steps.FIRST);
    return known.future();
  }

  private void giveUpAtItsEnd(Promise<Upstream> known, Duration step) {
    if (!sameRun.getAsBoolean()) {
      known.tryFail(view.id() + " ended meanwhile");
    } else if (!known.future().isComplete() && of(view, timers)) {
      timers.after(step, () -> giveUpAtItsEnd(known, Steps.next(step)));
    }
  }

  /** Tells whether the agent was dead at its thaw; false if no such news comes in time. */
  void whenKnown(Consumer<Boolean> told) {
    whenKnown(told, Steps.FIRST);
  }

  private void whenKnown(Consumer<Boolean> told, Duration step) {
    if (of(view, timers) && sameRun.getAsBoolean() && !exchange.over()) {
      timers.after(step, () -> whenKnown(told, Steps.next(step)));
    } else {
      told.accept(wasDead());
    }
  }

  private boolean wasDead() {
    return view.lastWake() == WakeKind.UNPAUSE
        && !sameRun.getAsBoolean()
        && exchange
            .view()
            .lastExit()
            .filter(exit -> exit.isOfOneFrozen(view.since()))
            .isPresent();
  }
}

package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.ActReply.Result;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent.State;
import io.reveille.core.Cause;
import io.reveille.core.Operation;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Carries out what an operator asks of one agent, and says what came of it. */
final class Operator {
  private static final Set<State> NOTHING_RUNS = EnumSet.of(State.CREATED, State.STOPPED);
  private static final Set<State> CANNOT_WAKE = EnumSet.of(State.FAILED, State.MISSING);
  private static final Set<State> CANNOT_STOP =
      EnumSet.of(State.FAILED, State.MISSING, State.CRASHED);

  private final AgentKeeper keeper;
  private final Act act;

  Operator(AgentKeeper keeper, Act act) {
    this.keeper = keeper;
    this.act = act;
  }

  Future<ActReply> act() {
    return switch (act.action()) {
      case WAKE -> wake();
      case PAUSE -> pause();
      case STOP -> stop();
      case RESTART -> restart();
      case RESET_FAILED -> reset();
    };
  }

  private Future<ActReply> wake() {
    if (keeper.state() == State.RUNNING) {
      return reply(Result.ALREADY, "");
    }
    if (CANNOT_WAKE.contains(keeper.state()) || keeper.order().forbidsWake()) {
      return reply(Result.IMPOSSIBLE, whyNot());
    }
    Future<WakeReply> woken = keeper.wake(longEnough(), Cause.ADMIN);
    return within(woken.map(this::outcome));
  }

  /** The wake goes on when the operator no longer waits, so somebody has to wait for it. */
  private Duration longEnough() {
    Duration wake = keeper.settings().ready().timeout();
    return act.patience().compareTo(wake) > 0 ? act.patience() : wake;
  }

  private ActReply outcome(WakeReply woken) {
    return switch (woken.outcome()) {
      case READY -> now(Result.DONE, "");
      case STILL_WAKING -> now(Result.ACCEPTED, "");
      case WAKE_FAILED, RESTARTING, FAILED, MISSING, KEPT_ASLEEP, UNKNOWN_AGENT ->
        now(Result.NOT_DONE, woken.detail());
    };
  }

  private Future<ActReply> pause() {
    if (keeper.state() == State.PAUSED) {
      return reply(Result.ALREADY, "");
    }
    if (keeper.state() != State.RUNNING) {
      return reply(
          Result.IMPOSSIBLE,
          "Only a running agent can be paused; " + keeper.id() + " is "
              + keeper.state().word() + ".");
    }
    return sleep(Operation.PAUSE, EnumSet.of(State.PAUSED));
  }

  private Future<ActReply> stop() {
    if (NOTHING_RUNS.contains(keeper.state())) {
      return reply(Result.ALREADY, "");
    }
    if (CANNOT_STOP.contains(keeper.state())) {
      return reply(
          Result.IMPOSSIBLE,
          "Nothing of " + keeper.id() + " runs: it is " + keeper.state().word() + ".");
    }
    return sleep(Operation.STOP, NOTHING_RUNS);
  }

  private Future<ActReply> sleep(Operation operation, Set<State> wanted) {
    if (!act.force() && keeper.gate().inFlight() > 0) {
      return reply(
          Result.IN_USE,
          "Requests in flight: " + keeper.gate().inFlight() + "; repeat with force=true.");
    }
    keeper.sleep(operation, Cause.ADMIN, act.force());
    return within(keeper
        .settled()
        .map(settled -> wanted.contains(keeper.state())
            ? now(Result.DONE, "")
            : now(Result.NOT_DONE, keeper.id() + " is " + keeper.state().word() + " again.")));
  }

  private Future<ActReply> restart() {
    if (CANNOT_WAKE.contains(keeper.state()) || keeper.order().forbidsWake()) {
      return reply(Result.IMPOSSIBLE, whyNot());
    }
    if (NOTHING_RUNS.contains(keeper.state())) {
      return wake();
    }
    return stop().compose(stopped -> switch (stopped.result()) {
      case DONE, ALREADY -> wake();
      case ACCEPTED -> {
        keeper.settled().onSuccess(settled -> wakeBehindTheStop());
        yield Future.succeededFuture(stopped);
      }
      case IN_USE, IMPOSSIBLE, NOT_DONE, UNKNOWN_AGENT -> Future.succeededFuture(stopped);
    });
  }

  private void wakeBehindTheStop() {
    if (NOTHING_RUNS.contains(keeper.state())) {
      keeper.wake(longEnough(), Cause.ADMIN);
    }
  }

  private String whyNot() {
    return switch (keeper.state()) {
      case MISSING -> keeper.id() + " does not exist; create it first.";
      case FAILED -> keeper.id() + " has failed; reset it first.";
      case CREATED, STARTING, RUNNING, IDLE, PAUSED, STOPPED, CRASHED, RESTARTING ->
        keeper.id() + " is kept asleep; end that first.";
    };
  }

  private Future<ActReply> reset() {
    if (keeper.state() != State.FAILED && keeper.state() != State.RESTARTING) {
      return reply(Result.ALREADY, "");
    }
    keeper.reset();
    return reply(Result.DONE, "");
  }

  /** The answer, or that it goes on if it takes longer than the operator waits. */
  private Future<ActReply> within(Future<ActReply> answer) {
    Promise<ActReply> promise = Promise.promise();
    Timers.Timer late = keeper
        .ports()
        .timers()
        .after(act.patience(), () -> promise.tryComplete(now(Result.ACCEPTED, "")));
    answer.onComplete(done -> {
      late.cancel();
      if (done.succeeded()) {
        promise.tryComplete(done.result());
      } else {
        promise.tryFail(done.cause());
      }
    });
    return promise.future();
  }

  private Future<ActReply> reply(Result result, String detail) {
    return Future.succeededFuture(now(result, detail));
  }

  private ActReply now(Result result, String detail) {
    return new ActReply(result, detail, Optional.of(Reports.of(keeper)));
  }
}

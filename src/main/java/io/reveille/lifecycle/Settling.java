package io.reveille.lifecycle;

import io.reveille.core.Agent.State;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Lets those know who wait until nothing is under way with one agent. */
final class Settling {
  private Promise<Void> next = Promise.promise();

  /** Completes when nothing is under way. */
  Future<Void> settled(State state) {
    return isSettled(state) ? Future.succeededFuture() : next.future();
  }

  void entered(State state) {
    if (isSettled(state)) {
      Promise<Void> waiting = next;
      next = Promise.promise();
      waiting.complete();
    }
  }

  private static boolean isSettled(State state) {
    return switch (state) {
      case CREATED, RUNNING, PAUSED, STOPPED, FAILED, MISSING -> true;
      case STARTING, IDLE, CRASHED, RESTARTING -> false;
    };
  }
}

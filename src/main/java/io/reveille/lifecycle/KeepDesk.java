package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.ActReply.Result;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.Cause;
import io.reveille.core.Keep;
import io.reveille.core.Operation;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds an agent to what an operator wants, or lets go of it. */
record KeepDesk(AgentKeeper keeper, SetKeep command) {
  private static final Logger LOG = LoggerFactory.getLogger(KeepDesk.class);

  Future<ActReply> carryOut() {
    if (command.keep().isEmpty()) {
      return reply(keeper.order().takeBack(command.mode()));
    }
    boolean asleep = command.mode() == Keep.Mode.ASLEEP;
    if (asleep && !command.force() && keeper.gate().inFlight() > 0) {
      return Future.succeededFuture(
          now(Result.IN_USE, "Requests in flight: " + keeper.gate().inFlight() + "."));
    }
    Future<Void> given = keeper.order().give(command.keep().get());
    return reply(asleep ? given.onSuccess(held -> putToSleep()) : given);
  }

  private void putToSleep() {
    boolean pause =
        keeper.state() == State.RUNNING && keeper.settings().idleAction() != IdleAction.STOP;
    switch (keeper.state()) {
      case RUNNING, STARTING, RESTARTING ->
        keeper.sleep(pause ? Operation.PAUSE : Operation.STOP, Cause.ADMIN, command.force());
      case CREATED, IDLE, PAUSED, STOPPED, CRASHED, FAILED, MISSING -> {}
    }
  }

  private Future<ActReply> reply(Future<Void> written) {
    return written.transform(done -> {
      if (done.failed()) {
        LOG.error("{}: an order cannot be written down", keeper.id(), done.cause());
      }
      return Future.succeededFuture(
          done.succeeded()
              ? now(Result.DONE, "")
              : now(Result.NOT_DONE, "It cannot be written down; see the log."));
    });
  }

  private ActReply now(Result result, String detail) {
    return new ActReply(result, detail, Optional.of(Reports.of(keeper)));
  }
}

package io.reveille.proxy;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to agents that are being thawed. The kernel of a frozen agent accepts while the agent sleeps, so the
 * connection for the first request is made during the wake instead of behind it. Nothing is sent on it before the gate
 * is open. One per agent and event loop; who finds none makes one, as always.
 */
final class EarlyConnections {
  private static final Logger LOG = LoggerFactory.getLogger(EarlyConnections.class);

  private final Lane lane;
  private final Function<AgentView, Future<HttpClientConnection>> dial;
  private final Map<BotId, Early> made = new HashMap<>();

  private record Early(AgentView asleep, Future<HttpClientConnection> connection) {
    boolean reaches(AgentView view) {
      return asleep.generation().equals(view.generation())
          && asleep.endpoint().equals(view.endpoint())
          && asleep.settings().address().equals(view.settings().address());
    }
  }

  EarlyConnections(Lane lane, Function<AgentView, Future<HttpClientConnection>> dial) {
    this.lane = lane;
    this.dial = dial;
  }

  /** Somebody waits for the agent, and an unpause is all that it needs. */
  void prepare(AgentView view) {
    if (view.state() != State.PAUSED || view.endpoint().isEmpty() || made.containsKey(view.id())) {
      return;
    }
    Early early = new Early(view, dial.apply(view));
    made.put(view.id(), early);
    early
        .connection()
        .onSuccess(connection -> connection.closeHandler(gone -> made.remove(view.id(), early)))
        .onFailure(fault -> {
          made.remove(view.id(), early);
          LOG.debug("No connection to {} while it wakes: {}", view.id(), fault.toString());
        });
    lane.timers().after(view.settings().holdTimeout(), () -> {
      if (made.remove(view.id(), early)) {
        drop(early); // whoever waited has gone
      }
    });
  }

  /** The one that was made while it woke, if that is done and the agent is still the same run. */
  Optional<HttpClientConnection> take(AgentView view) {
    if (made.isEmpty()) {
      return Optional.empty();
    }
    Optional<Early> early = Optional.ofNullable(made.remove(view.id()));
    Optional<HttpClientConnection> usable = early
        .filter(one -> one.reaches(view) && one.connection().succeeded())
        .map(one -> one.connection().result());
    if (usable.isEmpty()) {
      early.ifPresent(EarlyConnections::drop);
    }
    return usable;
  }

  private static void drop(Early early) {
    early
        .connection()
        .compose(HttpClientConnection::close)
        .onFailure(fault -> LOG.debug("Nothing to close: {}", fault.toString()));
  }
}

package io.reveille.proxy;

import io.reveille.core.AgentView;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests that are counted into the gate to their agent. */
final class Forwarder {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
  private final Upstreams upstreams;
  private final Lane lane;
  private final Refusals refusals;

  Forwarder(Upstreams upstreams, Lane lane) {
    this.upstreams = upstreams;
    this.lane = lane;
    this.refusals = new Refusals(lane.timers());
  }

  /** Somebody waits for the agent: what can be done before it is awake is done. */
  void prepare(AgentView view) {
    upstreams.prepare(view);
  }

  /**
   * Sends it. What becomes of it is seen to here.
   *
   * @return of one that was held: completes when its head has been sent, or cannot be; of others any time
   */
  Future<Void> forward(Exchange exchange, AgentView view) {
    try {
      Dialling dialling = new Dialling(exchange, view, upstreams, lane);
      return Handshake.isWanted(exchange.request())
          ? new Tunnel(exchange, dialling, lane).open()
          : new Forwarding(exchange, dialling, upstreams, lane).begin();
    } catch (RuntimeException fault) {
      // a place in the gate that is not given back would keep the agent awake for ever
      LOG.atError()
          .addKeyValue("request", exchange.requestId())
          .setCause(fault)
          .log("Request {} to {} was not forwarded", exchange.requestId(), view.id());
      exchange.fail(refusals.unreachable(
          view, "Reveille failed to forward the request.", ProxyError.INTERNAL));
      return Future.succeededFuture();
    }
  }
}

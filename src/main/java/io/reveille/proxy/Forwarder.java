package io.reveille.proxy;

import io.reveille.core.AgentView;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
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

  /** Completes when its head has been sent, or cannot be; what becomes of it then is seen to here. */
  Future<Void> forward(Exchange exchange, AgentView view) {
    try {
      Dialling dialling = new Dialling(exchange, view, upstreams, lane);
      Optional<String> upgrade = upgrade(exchange.request());
      return upgrade.isPresent()
          ? new Tunnel(exchange, dialling, lane).open(upgrade.get())
          : new Forwarding(exchange, dialling, upstreams, lane).begin();
    } catch (RuntimeException fault) {
      // a place in the gate that is not given back would keep the agent awake for ever
      LOG.error("Request {} to {} was not forwarded", exchange.requestId(), view.id(), fault);
      exchange.fail(refusals.unreachable(view, "Reveille failed to forward the request."));
      return Future.succeededFuture();
    }
  }

  /** What the client wants this connection to become; cleartext HTTP/2 concerns nobody behind Reveille. */
  private static Optional<String> upgrade(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_1_1
        || !request.headers().contains(HttpHeaders.UPGRADE)) {
      return Optional.empty();
    }
    if (request.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return Optional.empty(); // a body comes first: the agent may take it without the upgrade
    }
    boolean wanted = request.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE, true)
        || request.headers().getAll(HttpHeaders.CONNECTION).stream()
            .anyMatch(value -> value.toLowerCase(java.util.Locale.ROOT).contains("upgrade"));
    return Optional.ofNullable(request.getHeader(HttpHeaders.UPGRADE))
        .filter(protocol -> wanted && !protocol.equalsIgnoreCase("h2c"));
  }
}

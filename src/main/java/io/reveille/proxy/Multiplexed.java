package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http2ServerConnection;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections of HTTP/2 on one event loop. No answer can say there that it is the last one: a stop is told by GOAWAY
 * (RFC 9113, 6.8), and each connection ends behind its last stream. Confined to its event loop.
 */
final class Multiplexed implements Handler<HttpConnection> {
  private final Set<HttpConnection> open = new LinkedHashSet<>();

  @Override
  public void handle(HttpConnection connection) {
    if (connection instanceof Http2ServerConnection) {
      open.add(connection);
      connection.closeHandler(closed -> open.remove(connection));
    }
  }

  /** Completes when all have ended, at the latest after {@code patience}. */
  Future<?> end(Duration patience) {
    return Future.join(List.copyOf(open).stream()
        .map(connection -> connection.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS))
        .toList());
  }
}

package io.reveille.proxy;

import io.reveille.core.Timers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Closes connections on which no request comes at first: whoever dribbles a head holds nothing for long. */
final class HeadWatch {
  private final Timers timers;
  private final Duration longest;
  private final Map<HttpConnection, Timers.Timer> silent = new HashMap<>();

  HeadWatch(Timers timers, Duration longest) {
    this.timers = timers;
    this.longest = longest;
  }

  void over(HttpServer server) {
    if (longest.isZero()) {
      return;
    }
    Handler<HttpServerRequest> handler = server.requestHandler();
    server.connectionHandler(this::watch);
    server.requestHandler(request -> {
      release(request.connection());
      handler.handle(request);
    });
  }

  private void watch(HttpConnection connection) {
    silent.put(connection, timers.after(longest, () -> {
      silent.remove(connection);
      connection.close();
    }));
    connection.closeHandler(closed -> release(connection));
  }

  private void release(HttpConnection connection) {
    Timers.Timer timer = silent.remove(connection);
    if (timer != null) {
      timer.cancel();
    }
  }
}

package io.reveille.admin;

import io.reveille.bus.GatewayBus;
import io.reveille.config.ConfigInForce;
import io.reveille.config.GatewayConfig;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayDeque;
import java.util.Deque;

/** The admin port: the API and the live events. One instance. */
public final class AdminVerticle extends VerticleBase {
  /** Longer than the longest wait that a request may ask for. */
  private static final int IDLE_SECONDS = 660;

  private final GatewayBus bus;
  private final ConfigInForce config;
  private final Timers timers;
  private final Deque<Subscription> opened = new ArrayDeque<>();
  private volatile int port;

  public AdminVerticle(GatewayBus bus, ConfigInForce config, Timers timers) {
    this.bus = bus;
    this.config = config;
    this.timers = timers;
  }

  @Override
  public Future<?> start() {
    GatewayConfig.Admin admin = config.get().admin();
    if (!admin.token().isSet() && !LocalOnly.isLoopback(admin.host())) {
      return Future.failedFuture(new IllegalStateException("admin.host " + admin.host()
          + " can be reached from outside: set admin.token, or bind to 127.0.0.1"));
    }
    LiveEvents events = new LiveEvents(bus, timers);
    return bus.onRecorded(events::add)
        .onSuccess(opened::push)
        .compose(listening -> serve(admin, events))
        .recover(fault -> stop().transform(stopped -> Future.failedFuture(fault)));
  }

  private Future<HttpServer> serve(GatewayConfig.Admin admin, LiveEvents events) {
    HttpServer server = vertx
        .createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
        .invalidRequestHandler(Failures::invalid);
    return new AdminApi(bus, config, timers, events)
        .router(vertx)
        .compose(router -> server.requestHandler(router).listen(admin.port(), admin.host()))
        .onSuccess(bound -> {
          port = bound.actualPort();
          opened.push(bound::close);
          opened.push(() -> {
            events.close();
            return Future.succeededFuture();
          });
        });
  }

  /** The port it listens on; 0 before it does. */
  public int port() {
    return port;
  }

  /** Closes what start() opened, newest first. Vert.x does not call it after a failed start. */
  @Override
  public Future<?> stop() {
    Future<Void> closed = Future.succeededFuture();
    while (!opened.isEmpty()) {
      closed = closed.eventually(opened.pop()::close);
    }
    return closed;
  }
}

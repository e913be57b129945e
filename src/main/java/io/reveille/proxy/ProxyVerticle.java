package io.reveille.proxy;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Proxy;
import io.reveille.config.GatewayConfig.Tls;
import io.reveille.core.Timers;
import io.reveille.core.Timers.Timer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data plane on one event loop. Deployed several times, its instances share the port. */
public final class ProxyVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyVerticle.class);
  // Vert.x finds one port for all instances of a deployment when it is negative, and one for each
  // when it is 0
  private static final int SHARED_RANDOM_PORT = -1;

  private final Routes routes;
  private final Timers timers;
  private final Lane lane;
  private final Multiplexed multiplexed = new Multiplexed();
  private volatile int boundPort;
  private @Nullable HttpServerOptions options;
  private Optional<Tls> identity = Optional.empty();
  private @Nullable HttpServer server;
  private @Nullable Upstreams upstreams;

  public ProxyVerticle(Routes routes, Supplier<GatewayConfig> config, Timers timers) {
    this.routes = routes;
    this.timers = timers;
    this.lane = new Lane(timers, config, new OpenExchanges(routes.openInAll()), routes.traces());
  }

  /** Where it listens, once it is deployed. */
  public int port() {
    return boundPort;
  }

  @Override
  public Future<?> start() {
    GatewayConfig settings = lane.config().get();
    Upstreams connections = new Upstreams(vertx, lane);
    upstreams = connections;
    Forwarder forwarder = new Forwarder(connections, lane);
    Handler<ClientRequest> bots = ConnectionClock.around(new BotHandler(routes, forwarder, lane));
    HttpServerOptions chosen = options(settings);
    options = chosen;
    identity = settings.server().tls();
    HttpServer listening = vertx
        .createHttpServer(chosen)
        .connectionHandler(connection -> {
          multiplexed.handle(connection);
          Http1Front.serve(connection, bots, this::refuse);
        })
        .invalidRequestHandler(request ->
            refuse(new VertxClientRequest(request), request.decoderResult().cause()))
        .requestHandler(request -> bots.handle(new VertxClientRequest(request)));
    server = listening;
    return listening
        .listen()
        .onSuccess(bound -> boundPort = bound.actualPort())
        .recover(fault -> close().transform(closed -> Future.failedFuture(fault)));
  }

  private void refuse(ClientRequest request, Throwable cause) {
    Answers.invalid(request, cause, timers);
  }

  /** The configuration was read again, on whatever thread. Connections that are there go on as they are. */
  public void reconfigured() {
    context.runOnContext(here -> renew(lane.config().get().server().tls()));
  }

  private void renew(Optional<Tls> next) {
    HttpServer listening = server;
    HttpServerOptions chosen = options;
    if (listening == null || chosen == null || next.equals(identity)) {
      return;
    }
    if (next.isEmpty() || identity.isEmpty()) {
      LOG.warn("server.tls was switched on or off: takes effect when Reveille is started again");
      return;
    }
    listening
        .updateSSLOptions(Identity.renewed(chosen, next.get()))
        .onSuccess(renewed -> {
          identity = next;
          LOG.info("New connections get the new certificate");
        })
        .onFailure(fault -> LOG.error("The certificate stays as it was", fault));
  }

  /** Answers new requests with 503 until those under way have ended or their time is up. */
  @Override
  public Future<?> stop() {
    Duration patience = lane.config().get().proxy().drainTimeout();
    Promise<Void> late = Promise.promise();
    Timer limit = timers.after(patience, () -> {
      LOG.warn("Requests are still under way after {}: they are cut off", patience);
      late.complete();
    });
    Future<?> drained = Future.join(lane.open().drain(), multiplexed.end(patience));
    return Future.any(drained, late.future())
        .onComplete(over -> limit.cancel())
        .eventually(this::close);
  }

  private Future<Void> close() {
    HttpServer listening = server;
    Upstreams connections = upstreams;
    Future<Void> closed = listening == null ? Future.succeededFuture() : listening.close();
    return connections == null ? closed : closed.eventually(connections::close);
  }

  /** As it stands in the options of the server that is bound. */
  static int portToBind(GatewayConfig.Server server) {
    return server.port() == 0 ? SHARED_RANDOM_PORT : server.port();
  }

  private static HttpServerOptions options(GatewayConfig settings) {
    Proxy proxy = settings.proxy();
    HttpServerOptions options = new HttpServerOptions()
        .setHost(settings.server().host())
        .setPort(portToBind(settings.server()))
        .setHttp2ClearTextEnabled(true)
        .setMaxChunkSize(Flow.PIECE)
        .setMaxHeaderSize(proxy.maxHeaderSize())
        .setMaxInitialLineLength(proxy.maxUrlLength())
        .setIdleTimeout(0) // it would cut held requests and quiet streams
        .setHandle100ContinueAutomatically(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
    settings.server().tls().ifPresent(tls -> Identity.use(options, tls));
    return Http2Limits.on(options, proxy.maxHeaderSize());
  }
}

package io.reveille.rehearsal;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Act;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.core.BotId;
import io.reveille.core.Endpoint;
import io.reveille.core.Observers;
import io.reveille.core.Timers;
import io.reveille.core.Traces;
import io.reveille.core.Traffic;
import io.reveille.lifecycle.LifecycleVerticle;
import io.reveille.proxy.ProxyVerticle;
import io.reveille.proxy.Routes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.Map;

/**
 * Java runs code slowly until it has run it often, and wakes are so rare that each would be among the slow ones: twice
 * as much is added to it then. So a Reveille that has just begun to serve wakes an agent of its own a few hundred times:
 * on a Vert.x of its own, through a data plane and a life cycle of the same classes, with nothing written, nobody told
 * and no engine asked.
 */
public final class Rehearsal {
  private static final String LOOPBACK = "127.0.0.1";

  private final Vertx vertx;
  private final GatewayBus bus;
  private final Timers timers;
  private final GatewayConfig config;
  private final BotId agent = BotId.parse("rehearsal").orElseThrow();

  /** {@code vertx} is the rehearsal's own, because what is on its bus is for nobody else. */
  public Rehearsal(Vertx vertx, Timers timers, GatewayConfig config) {
    this.vertx = vertx;
    this.bus = new GatewayBus(vertx.eventBus()).registerCodecs();
    this.timers = timers;
    this.config = onLoopback(config);
  }

  /** Completes after so many requests, with how many wakes they came to. Whoever began it closes the Vert.x. */
  public Future<Integer> play(int requests) {
    return vertx
        .createHttpServer()
        .requestHandler(request -> request.response().end("awake"))
        .listen(0, LOOPBACK)
        .map(this::understudy)
        .compose(runtime -> open(runtime)
            .compose(proxy -> repeat(client(), proxy.port(), requests))
            .map(done -> runtime.wakes()));
  }

  private Understudy understudy(HttpServer server) {
    return new Understudy(
        agent,
        new Endpoint(false, LOOPBACK, server.actualPort()),
        config.agents().settings(agent, Map.of()).settings(),
        timers);
  }

  private Future<ProxyVerticle> open(Understudy runtime) {
    Routes routes =
        new Routes(timers, bus, () -> config, new Observers(Traffic.UNCOUNTED, Traces.OFF));
    NoMemory memory = new NoMemory();
    LifecycleVerticle lifecycle = new LifecycleVerticle(
        bus, new LifecycleVerticle.World(runtime, memory, memory, timers), routes, () -> config);
    ProxyVerticle proxy = new ProxyVerticle(routes, () -> config, timers);
    return vertx
        .deployVerticle(lifecycle)
        .compose(deployed -> lifecycle.agreed())
        .compose(agreed -> vertx.deployVerticle(proxy))
        .map(proxy);
  }

  /** Each request over a new connection: the connection of one who wakes an agent is mostly a new one. */
  private HttpClient client() {
    return vertx.createHttpClient(
        new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(1));
  }

  private Future<Void> repeat(HttpClient client, int port, int requests) {
    return requests == 0
        ? Future.succeededFuture()
        : wakeAndSleep(client, port).compose(done -> repeat(client, port, requests - 1));
  }

  private Future<?> wakeAndSleep(HttpClient client, int port) {
    String path = config.server().routePrefix() + "/" + agent + "/";
    return client
        .request(HttpMethod.GET, port, LOOPBACK, path)
        .compose(HttpClientRequest::send)
        .compose(HttpClientResponse::body)
        .compose(answer -> bus.act(new Act(agent, Act.Action.PAUSE, true, Duration.ofSeconds(5))));
  }

  private static GatewayConfig onLoopback(GatewayConfig config) {
    GatewayConfig.Server server = config.server();
    return new GatewayConfig(
        new GatewayConfig.Server(LOOPBACK, 0, server.routePrefix(), "", Secret.NONE),
        config.admin(),
        config.runtime(),
        config.docker(),
        config.wake(),
        config.proxy(),
        config.storage(),
        config.agents(),
        config.chat(),
        config.alerts());
  }
}

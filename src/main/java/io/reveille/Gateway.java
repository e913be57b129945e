package io.reveille;

import io.reveille.admin.AdminVerticle;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRuntime;
import io.reveille.core.Gates;
import io.reveille.core.Observers;
import io.reveille.core.Timers;
import io.reveille.core.Traces;
import io.reveille.lifecycle.LifecycleVerticle;
import io.reveille.metrics.MetricsVerticle;
import io.reveille.notify.NotifierVerticle;
import io.reveille.proxy.ProxyVerticle;
import io.reveille.proxy.Routes;
import io.reveille.runtime.DockerRuntime;
import io.reveille.runtime.ProcessRuntime;
import io.reveille.store.SqliteJournal;
import io.reveille.tracing.Tracing;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of Reveille: what is built, in which order it starts and, the other way round, stops. The journal first,
 * then the life cycle and the admin API; the data plane listens only when the journal has been held against the runtime.
 */
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** How long the admin API waits for the data plane, and then for the requests that have waited for that. */
  private static final Duration RUNTIME_AWAY = Duration.ofMillis(500);

  private static final Duration FIRST_REQUESTS = Duration.ofMillis(150);
  private static final Duration BETWEEN_PURGES = Duration.ofDays(1);

  private final Vertx vertx;
  private final LiveConfig config;
  private final Timers timers;
  private final GatewayBus bus;
  private final MetricsVerticle metrics;
  private final Optional<Tracing> tracing;
  private final Deque<Supplier<Future<?>>> started = new ArrayDeque<>();
  private final List<ProxyVerticle> proxies = new CopyOnWriteArrayList<>();
  private final Promise<Void> serving = Promise.promise();
  private AdminVerticle admin;
  private volatile Optional<LifecycleVerticle> lifecycle = Optional.empty();

  private Gateway(Vertx vertx, LiveConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.timers = new VertxTimers(vertx);
    this.bus = new GatewayBus(vertx.eventBus()).registerCodecs();
    this.metrics = new MetricsVerticle(bus, config, timers);
    this.tracing = Tracing.from(config.environment());
    this.admin = new AdminVerticle(bus, config, timers);
  }

  /**
   * Completes when the admin API answers; {@link #serving} when the data plane does. What was started is stopped again if
   * the start fails halfway.
   */
  static Future<Gateway> start(Vertx vertx, LiveConfig config) {
    Gateway gateway = new Gateway(vertx, config);
    return SqliteJournal.open(vertx, config.get().storage())
        .compose(gateway::startWith)
        .map(gateway)
        .recover(fault -> gateway.stop().transform(stopped -> Future.failedFuture(fault)));
  }

  private Future<?> startWith(SqliteJournal journal) {
    started.push(journal::close);
    tracing.ifPresent(traced -> started.push(() -> closed(traced)));
    AgentRuntime runtime = observed(metrics.counted(runtime()));
    started.push(runtime::close);
    Routes routes = new Routes(timers, bus, config, observers());
    LifecycleVerticle agents = new LifecycleVerticle(
        bus,
        new LifecycleVerticle.World(runtime, journal, journal.events(), timers),
        observed(routes),
        config);
    Future<String> counting = vertx.deployVerticle(
        metrics, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
    started.push(() -> counting.compose(vertx::undeploy));
    agents
        .agreed()
        .compose(agreed -> counting)
        .compose(counted -> listen(routes))
        .onComplete(serving);
    return vertx
        .deployVerticle(agents)
        .onSuccess(id -> lifecycle = Optional.of(agents))
        .onSuccess(id -> started.push(() -> vertx.undeploy(id)))
        .compose(deployed -> vertx.deployVerticle(notifier(journal)))
        .onSuccess(id -> started.push(() -> vertx.undeploy(id)))
        .compose(deployed -> afterTheFirstRequests())
        .compose(turn -> vertx.deployVerticle(admin).recover(this::adminNotBound))
        .onSuccess(id -> started.push(() -> vertx.undeploy(id)))
        .onSuccess(deployed -> follow(agents))
        .onSuccess(deployed -> purgeDaily(journal));
  }

  /** Requests wait already, and it takes the admin API as long to start as all the rest. */
  private Future<Void> afterTheFirstRequests() {
    Promise<Void> turn = Promise.promise();
    timers.after(RUNTIME_AWAY, turn::tryComplete);
    serving.future().onComplete(served -> timers.after(FIRST_REQUESTS, turn::tryComplete));
    return turn.future();
  }

  private Observers observers() {
    return new Observers(metrics.traffic(), tracing.map(Tracing::traces).orElse(Traces.OFF));
  }

  private AgentRuntime observed(AgentRuntime runtime) {
    return tracing.map(traced -> traced.around(runtime)).orElse(runtime);
  }

  private Gates observed(Gates gates) {
    return tracing.map(traced -> traced.around(gates)).orElse(gates);
  }

  private Future<Void> closed(Tracing tracing) {
    return vertx.executeBlocking(() -> {
      tracing.close();
      return null;
    });
  }

  private NotifierVerticle notifier(SqliteJournal journal) {
    return new NotifierVerticle(
        bus,
        new NotifierVerticle.World(journal.outbox(), journal.indicatorPosts(), timers),
        config);
  }

  private AgentRuntime runtime() {
    return switch (config.get().runtime()) {
      case DOCKER -> new DockerRuntime(vertx, config, timers);
      case PROCESS -> new ProcessRuntime(vertx, config, timers, besideTheJournal());
    };
  }

  /** What processes run is remembered in a file next to the database. */
  private Path besideTheJournal() {
    String url = config.get().storage().url();
    String file = url.substring("jdbc:sqlite:".length()).replaceFirst("\\?.*$", "");
    return Path.of(file).toAbsolutePath().resolveSibling("reveille-processes.json");
  }

  private Future<Void> listen(Routes routes) {
    DeploymentOptions onEachLoop =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    Supplier<ProxyVerticle> instance = () -> {
      ProxyVerticle proxy = new ProxyVerticle(routes, config, timers);
      proxies.add(proxy);
      return proxy;
    };
    return vertx
        .deployVerticle(instance, onEachLoop)
        .recover(fault -> notBound("server", server().host(), server().port(), fault))
        .onSuccess(id -> started.push(() -> vertx.undeploy(id)))
        .onSuccess(id -> {
          LOG.info(
              "Agents are served at {}://{}:{}{}/",
              server().tls().isPresent() ? "https" : "http",
              server().host(),
              port(),
              server().routePrefix());
          tell(AgentEvent.of("gateway.started", timers.wall(), ""));
        })
        .mapEmpty();
  }

  private Future<String> adminNotBound(Throwable fault) {
    GatewayConfig.Admin asked = config.get().admin();
    return notBound("admin", asked.host(), asked.port(), fault);
  }

  private static Future<String> notBound(String section, String host, int port, Throwable fault) {
    boolean ofTheSocket = fault instanceof IOException;
    return Future.failedFuture(
        ofTheSocket
            ? new IOException(
                "%s.port: cannot listen on %s port %d: %s"
                    .formatted(section, host, port, fault.getMessage()),
                fault)
            : fault);
  }

  private GatewayConfig.Server server() {
    return config.get().server();
  }

  private void follow(LifecycleVerticle agents) {
    LOG.info("The admin API is at http://{}:{}/", config.get().admin().host(), admin.port());
    config
        .follow(new LiveConfig.Listener() {
          @Override
          public void reloaded(List<String> changed) {
            tell(AgentEvent.of("config.reloaded", timers.wall(), String.join(", ", changed)));
            agents.reconcile();
            proxies.forEach(ProxyVerticle::reconfigured);
          }

          @Override
          public void rejected(String report) {
            tell(AgentEvent.of("config.rejected", timers.wall(), report));
          }
        })
        .ifPresent(watch -> started.push(() -> {
          watch.close();
          return Future.succeededFuture();
        }));
  }

  /** To everybody who listens, and to admins if a rule says so. */
  private void tell(AgentEvent event) {
    bus.publish(event);
    lifecycle.ifPresent(agents -> agents.alert(event));
  }

  private void purgeDaily(SqliteJournal journal) {
    timers.after(BETWEEN_PURGES, () -> {
      Duration keep = config.get().storage().keepHistory();
      Instant before = keep.isZero() ? Instant.EPOCH : timers.wall().minus(keep);
      journal
          .purge(before)
          .onFailure(fault -> LOG.warn("Old history cannot be removed", fault))
          .onComplete(purged -> purgeDaily(journal));
    });
  }

  /** Completes when the data plane listens, fails if it cannot. */
  public Future<Void> serving() {
    return serving.future();
  }

  public int port() {
    return proxies.get(0).port();
  }

  public int adminPort() {
    return admin.port();
  }

  /** Drains, then closes everything, newest first. Agents stay as they are; local processes end. */
  public Future<Void> stop() {
    tell(AgentEvent.of("gateway.stopping", timers.wall(), ""));
    Future<Void> stopped = Future.succeededFuture();
    while (!started.isEmpty()) {
      Supplier<Future<?>> newest = started.pop();
      stopped = stopped.transform(before -> newest
          .get()
          .onFailure(fault -> LOG.warn("Something did not close cleanly", fault))
          .transform(closed -> Future.<Void>succeededFuture()));
    }
    return stopped;
  }
}

package io.reveille.proxy;

import static io.reveille.testing.Await.await;

import io.reveille.VertxTimers;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Wake;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.UsualWake;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.BotId;
import io.reveille.core.Endpoint;
import io.reveille.core.Generation;
import io.reveille.core.Observers;
import io.reveille.core.Timers;
import io.reveille.core.Traces;
import io.reveille.testing.Configurations;
import io.reveille.testing.CountedTraffic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** A data plane that runs, and in place of the life cycle the test itself. */
final class World implements AutoCloseable {
  static final BotId LAL = new BotId("lal");
  final Connections connections = new Connections(this::config);
  final Vertx vertx;
  final Timers timers;
  final List<Wake> wakes = new CopyOnWriteArrayList<>();
  final List<Promise<WakeReply>> unanswered = new CopyOnWriteArrayList<>();
  final CountedTraffic traffic = new CountedTraffic();
  final Routes routes;
  private final GatewayBus bus;
  private volatile GatewayConfig config;
  private final ProxyVerticle verticle;
  private final String deployment;
  private volatile AgentSettings settings = TestSettings.ignoring();

  /** Done as soon as a wake is asked for, on the thread that is asked. */
  volatile Runnable whenAsked = () -> {};

  World() {
    this(TestSettings.config());
  }

  World(GatewayConfig config) {
    this(config, Transport.NIO);
  }

  World(GatewayConfig config, Transport transport) {
    this(config, transport, Traces.OFF);
  }

  World(GatewayConfig config, Transport transport, Traces traces) {
    this.config = config;
    this.vertx = Vertx.builder().withTransport(connections.over(transport)).build();
    this.timers = new VertxTimers(vertx);
    this.bus = new GatewayBus(vertx.eventBus()).registerCodecs();
    this.routes = new Routes(timers, bus, () -> this.config, new Observers(traffic, traces));
    await(bus.onWake(this::wake));
    this.verticle = new ProxyVerticle(routes, () -> this.config, timers);
    this.deployment = await(vertx.deployVerticle(verticle));
  }

  private GatewayConfig config() {
    return config;
  }

  private Future<WakeReply> wake(Wake wake) {
    Promise<WakeReply> reply = Promise.promise();
    unanswered.add(reply);
    wakes.add(wake);
    whenAsked.run();
    return reply.future();
  }

  World with(AgentSettings changed) {
    settings = changed;
    return this;
  }

  void configure(GatewayConfig changed) {
    config = changed;
    verticle.reconfigured();
  }

  /** Lal runs at {@code origin}. */
  World awake(Origin origin) {
    return awake(origin.port());
  }

  World awake(int port) {
    routes.install(view(State.RUNNING, Optional.of(port), 0));
    return this;
  }

  /** Another agent, which runs at {@code origin}. */
  World awake(BotId agent, Origin origin) {
    routes.install(view(agent, State.RUNNING, Optional.of(origin.port()), 0));
    return this;
  }

  World asleep(State state) {
    routes.install(view(state, Optional.empty(), 0));
    return this;
  }

  World asleep(State state, long retryAtNanos) {
    routes.install(view(state, Optional.empty(), retryAtNanos));
    return this;
  }

  /** Opens the gate and answers the wake that is under way. */
  void wakeUp(Origin origin) {
    eventually(() -> !unanswered.isEmpty());
    awake(origin);
    answer(Outcome.READY, "");
  }

  void answer(Outcome outcome, String detail) {
    eventually(() -> !unanswered.isEmpty());
    unanswered.remove(0).complete(new WakeReply(LAL, outcome, detail, Duration.ZERO));
  }

  AgentView view(State state, Optional<Integer> port, long retryAtNanos) {
    return view(LAL, state, port, retryAtNanos);
  }

  private AgentView view(BotId agent, State state, Optional<Integer> port, long retryAtNanos) {
    return new AgentView(
        agent,
        state,
        new Generation("c1", "1"),
        port.map(number -> new Endpoint(false, "127.0.0.1", number)),
        settings,
        Instant.now().minusSeconds(1), // not so recently that it may still turn out dead
        retryAtNanos,
        WakeKind.UNPAUSE,
        Duration.ofMillis(7),
        Optional.of(new UsualWake(Duration.ofSeconds(6), Duration.ofSeconds(9))),
        Optional.empty());
  }

  /** The same agent, started again. */
  static AgentView anotherRun(AgentView view) {
    return new AgentView(
        view.id(),
        view.state(),
        new Generation("c1", "2"),
        view.endpoint(),
        view.settings(),
        view.since(),
        view.retryAtNanos(),
        view.lastWake(),
        view.lastWakeTook(),
        view.usualWake(),
        view.lastExit());
  }

  Gate gate() {
    return routes.find("lal").orElseThrow().gate();
  }

  Wire client() {
    return Wire.to(verticle.port());
  }

  int port() {
    return verticle.port();
  }

  /** One request on a connection of its own, and its whole answer. */
  String ask(String requestHead) {
    try (Wire client = client()) {
      return client.send(requestHead).message();
    }
  }

  String get(String path) {
    return ask("GET " + path + " HTTP/1.1\r\nHost: bots.example\r\n\r\n");
  }

  void eventually(BooleanSupplier condition) {
    Promise<Void> met = Promise.promise();
    long poll = vertx.setPeriodic(1, tick -> {
      if (condition.getAsBoolean()) {
        met.tryComplete();
      }
    });
    try {
      await(met.future());
    } finally {
      vertx.cancelTimer(poll);
    }
  }

  void quiet() {
    eventually(() -> gate().inFlight() == 0);
  }

  Future<Void> stop() {
    return vertx.undeploy(deployment);
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  /** Settings for these tests. */
  static final class TestSettings {
    private TestSettings() {}

    static AgentSettings ignoring() {
      return of(Duration.ofMinutes(30), Duration.ofSeconds(4));
    }

    static AgentSettings of(Duration idleTimeout, Duration holdTimeout) {
      return of("Lal", idleTimeout, holdTimeout);
    }

    static AgentSettings named(String name) {
      return of(name, Duration.ofMinutes(30), Duration.ofSeconds(4));
    }

    private static AgentSettings of(String name, Duration idleTimeout, Duration holdTimeout) {
      return of(
          name,
          idleTimeout,
          holdTimeout,
          io.reveille.testing.Settings.defaults().address());
    }

    /** An agent that speaks HTTP/2 only. */
    static AgentSettings http2() {
      AgentSettings.Address address =
          new AgentSettings.Address(Optional.empty(), false, true, Optional.empty());
      return of("Lal", Duration.ofMinutes(30), Duration.ofSeconds(4), address);
    }

    private static AgentSettings of(
        String name, Duration idleTimeout, Duration holdTimeout, AgentSettings.Address address) {
      AgentSettings base = io.reveille.testing.Settings.defaults();
      return new AgentSettings(
          name,
          java.util.Set.of(new BotId("data")),
          base.container(),
          address,
          idleTimeout,
          base.idleAction(),
          base.stopAfter(),
          base.stopTimeout(),
          base.restarts(),
          base.ready(),
          base.busy(),
          base.awakeHours(),
          base.dependsOn(),
          holdTimeout,
          new AgentSettings.Ignore(java.util.Set.of("/favicon.ico"), List.of("Uptime-Kuma")),
          base.chatChannel(),
          base.command());
    }

    static GatewayConfig config() {
      return config(
          new GatewayConfig.Server("127.0.0.1", 0, "/bots", "", Secret.NONE),
          new GatewayConfig.Wake(1024, 10_000, false),
          Duration.ofMinutes(10));
    }

    static GatewayConfig config(
        GatewayConfig.Server server, GatewayConfig.Wake wake, Duration responseTimeout) {
      return config(server, wake, proxy(responseTimeout, Duration.ofSeconds(60)));
    }

    /** The defaults, but for how long a connection may be without use. */
    static GatewayConfig patient(Duration idleConnection) {
      GatewayConfig usual = config();
      return config(usual.server(), usual.wake(), proxy(Duration.ofMinutes(10), idleConnection));
    }

    private static GatewayConfig.Proxy proxy(Duration responseTimeout, Duration idleConnection) {
      return new GatewayConfig.Proxy(
          Duration.ofSeconds(2),
          responseTimeout,
          idleConnection,
          32_768,
          8_192,
          Duration.ofSeconds(10),
          Duration.ofSeconds(2));
    }

    /** The defaults, but for how many may be connected. */
    static GatewayConfig connections(int inAll, int perAddress) {
      GatewayConfig.Server server = new GatewayConfig.Server(
          "127.0.0.1",
          0,
          "/bots",
          "",
          Secret.NONE,
          Optional.empty(),
          new GatewayConfig.Connections(inAll, perAddress));
      return config(server, config().wake(), config().proxy());
    }

    /** The defaults, but for how many requests may be under way. */
    static GatewayConfig inFlight(int inAll, int perAgent) {
      return proxy(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          new GatewayConfig.InFlight(inAll, perAgent));
    }

    /** The defaults, but for how long the head of a request may take. */
    static GatewayConfig head(Duration timeout) {
      return times(timeout, Duration.ofSeconds(60));
    }

    /** And how long a connection may be without use. */
    static GatewayConfig times(Duration head, Duration idleConnection) {
      return proxy(head, idleConnection, new GatewayConfig.InFlight(0, 0));
    }

    private static GatewayConfig proxy(
        Duration headTimeout, Duration idleConnection, GatewayConfig.InFlight inFlight) {
      GatewayConfig usual = config();
      GatewayConfig.Proxy proxy = new GatewayConfig.Proxy(
          usual.proxy().connectTimeout(),
          usual.proxy().responseTimeout(),
          idleConnection,
          usual.proxy().maxHeaderSize(),
          usual.proxy().maxUrlLength(),
          headTimeout,
          usual.proxy().drainTimeout(),
          inFlight,
          usual.proxy().trusted());
      return config(usual.server(), usual.wake(), proxy);
    }

    static GatewayConfig config(
        GatewayConfig.Server server, GatewayConfig.Wake wake, GatewayConfig.Proxy proxy) {
      return new GatewayConfig(
          server,
          new GatewayConfig.Admin("127.0.0.1", 0, Secret.NONE),
          GatewayConfig.RuntimeKind.PROCESS,
          new GatewayConfig.Docker("", 1, 0),
          wake,
          proxy,
          new GatewayConfig.Storage("", Duration.ZERO),
          new NoAgents(),
          Configurations.NO_CHAT,
          Configurations.NO_ALERTS);
    }
  }

  private record NoAgents() implements GatewayConfig.Agents {
    @Override
    public List<BotId> configured() {
      return List.of();
    }

    @Override
    public GatewayConfig.Resolved settings(BotId agent, Map<String, String> labels) {
      return new GatewayConfig.Resolved(TestSettings.ignoring(), List.of());
    }

    @Override
    public Optional<BotId> ofContainer(String name, String id) {
      return Optional.empty();
    }
  }
}

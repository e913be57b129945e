package io.reveille.proxy;

import io.reveille.config.GatewayConfig.Proxy;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.core.Endpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop, by agent; the last one used goes out first. Those of an earlier run or an earlier
 * wake are never used again: a paused agent still accepts, and a connection that was kept over a pause hangs.
 */
final class Upstreams {
  private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

  private final Vertx vertx;
  private final Context loop;
  private final Lane lane;
  private final EarlyConnections early;
  private final Map<Kind, HttpClientAgent> clients = new HashMap<>();
  private final Map<BotId, Idle> pools = new HashMap<>();

  Upstreams(Vertx vertx, Lane lane) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.lane = lane;
    this.early = new EarlyConnections(lane, this::dial);
    client(false); // none of the requests waits for it to be made
  }

  /** Vert.x lets a client, not a connection, say how long it tries. */
  private record Kind(boolean http2, Duration connectTimeout) {}

  /** A kept connection to exactly this run of the agent. */
  Optional<Upstream> kept(AgentView view) {
    Idle idle = idle(view);
    idle.show(view);
    Upstream last = idle.connections.pollLast();
    return last == null
        ? early.take(view).map(connection -> upstream(connection, view))
        : Optional.of(last);
  }

  /** Somebody waits for the agent: see {@link EarlyConnections}. */
  void prepare(AgentView view) {
    early.prepare(view);
  }

  Future<Upstream> connect(AgentView view) {
    return dial(view).map(connection -> upstream(connection, view));
  }

  private Future<HttpClientConnection> dial(AgentView view) {
    Endpoint endpoint = view.endpoint()
        .orElseThrow(() -> new IllegalStateException(view.id() + " is ready without an endpoint"));
    HttpConnectOptions options = new HttpConnectOptions()
        .setHost(endpoint.host())
        .setPort(endpoint.port())
        .setSsl(endpoint.tls());
    // what was under way on it is told by its own future, and Vert.x would log it as an error
    return client(view.settings().address().http2())
        .connect(options)
        .onSuccess(connection -> connection.exceptionHandler(
            broken -> LOG.debug("Connection to {} broke: {}", view.id(), broken.toString())));
  }

  private Upstream upstream(HttpClientConnection connection, AgentView view) {
    Proxy settings = lane.config().get().proxy();
    Upstream upstream = new Upstream(
        connection, options(settings), view, lane.timers(), settings.responseTimeout());
    upstream.whenClosed(() -> Optional.ofNullable(pools.get(view.id()))
        .ifPresent(idle -> idle.connections.remove(upstream)));
    return upstream;
  }

  /** For the next request, unless the agent has been asleep or elsewhere meanwhile. */
  void keep(Upstream upstream) {
    upstream.whenRead(loop, () -> keepIfClean(upstream));
  }

  private void keepIfClean(Upstream upstream) {
    Idle idle = idle(upstream.view());
    if (!upstream.open() || !upstream.clean() || !sameRun(idle.view, upstream.view())) {
      upstream.close();
      return;
    }
    upstream.rest();
    idle.connections.addLast(upstream);
    idle.watch(timeout());
  }

  private Idle idle(AgentView view) {
    Idle known = pools.get(view.id());
    if (known == null) {
      known = new Idle(view);
      pools.put(view.id(), known);
    }
    return known;
  }

  Future<Void> close() {
    return Future.join(clients.values().stream().map(HttpClientAgent::close).toList())
        .mapEmpty();
  }

  private HttpClientAgent client(boolean http2) {
    Proxy settings = lane.config().get().proxy();
    return clients.computeIfAbsent(new Kind(http2, settings.connectTimeout()), kind -> {
      HttpClientOptions options = options(settings);
      return vertx.createHttpClient(http2 ? overHttp2(options) : options);
    });
  }

  private Duration timeout() {
    return lane.config().get().proxy().idleConnectionTimeout();
  }

  private static boolean sameRun(AgentView one, AgentView other) {
    return one.generation().equals(other.generation())
        && one.since().equals(other.since())
        && one.endpoint().equals(other.endpoint())
        && one.settings().address().equals(other.settings().address());
  }

  private static HttpClientOptions options(Proxy settings) {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setMaxChunkSize(Flow.PIECE)
        .setMaxHeaderSize(settings.maxHeaderSize())
        .setMaxInitialLineLength(settings.maxUrlLength())
        .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
        // a container is reached by its address, and no certificate names that
        .setTrustAll(true)
        .setVerifyHost(false);
  }

  /** Each of its connections still carries one exchange at a time: what one does is no concern of another's. */
  private static HttpClientOptions overHttp2(HttpClientOptions options) {
    HttpClientOptions changed = new HttpClientOptions(options)
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false);
    changed.getInitialSettings().setMaxHeaderListSize(options.getMaxHeaderSize());
    return changed;
  }

  /** The connections to one agent that nobody uses now, the longest idle first. */
  private final class Idle {
    private final Deque<Upstream> connections = new ArrayDeque<>();
    private AgentView view;
    private boolean watched;

    Idle(AgentView view) {
      this.view = view;
    }

    void show(AgentView next) {
      if (!sameRun(view, next)) {
        closeAll();
      }
      view = next;
    }

    void watch(Duration timeout) {
      if (!watched && !timeout.isZero()) {
        watched = true;
        lane.timers().after(timeout, this::sweep);
      }
    }

    private void sweep() {
      watched = false;
      long now = lane.timers().nanos();
      Duration timeout = timeout();
      @Nullable Upstream eldest = connections.peekFirst();
      while (eldest != null && now - eldest.idleSince() >= timeout.toNanos()) {
        connections.removeFirst();
        eldest.close();
        eldest = connections.peekFirst();
      }
      if (eldest == null) {
        pools.remove(view.id(), this);
      } else {
        watch(timeout.minusNanos(now - eldest.idleSince()));
      }
    }

    private void closeAll() {
      while (!connections.isEmpty()) {
        connections.removeLast().close();
      }
    }
  }
}

package io.reveille.notify;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.TroublesFound;
import io.reveille.config.GatewayConfig;
import io.reveille.core.IndicatorPosts;
import io.reveille.core.Outbox;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts those who tell people what goes on on one event loop of their own: nothing waits for them. */
public final class NotifierVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(NotifierVerticle.class);
  private static final Duration CHAT_LIMIT = Duration.ofSeconds(5);
  private static final int CHAT_CONNECTIONS = 64;

  private final GatewayBus bus;
  private final World world;
  private final Supplier<GatewayConfig> config;
  private final Deque<Subscription> opened = new ArrayDeque<>();

  /** What lies outside of the gateway. */
  public record World(Outbox outbox, IndicatorPosts posts, Timers timers) {}

  public NotifierVerticle(GatewayBus bus, World world, Supplier<GatewayConfig> config) {
    this.bus = bus;
    this.world = world;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    WebClient client = WebClient.create(vertx, options());
    opened.push(() -> {
      client.close();
      return Future.succeededFuture();
    });
    return deliver(client)
        .compose(delivering -> show())
        .recover(fault -> stop().transform(done -> Future.failedFuture(fault)));
  }

  /** A connection of its own for each call: none is found dead. A redirect could carry secrets elsewhere. */
  static WebClientOptions options() {
    WebClientOptions options = new WebClientOptions().setFollowRedirects(false);
    options.setKeepAlive(false).setConnectTimeout((int) CHAT_LIMIT.toMillis());
    return options;
  }

  private Future<?> deliver(WebClient client) {
    Timers timers = world.timers();
    DeliveryReports reports =
        new DeliveryReports(world.outbox(), () -> config.get().alerts().rules(), bus::publish);
    LastLines lines = new LastLines(() -> config.get().alerts().logLines(), bus::logs);
    Targets targets = new Targets(new Courier(client, timers, CHAT_LIMIT), timers, lines);
    AlertOutbox alerts = new AlertOutbox(world.outbox(), timers, reports, targets);
    opened.push(alerts::close);
    opened.push(world.outbox().watch(names -> posted(alerts, names)));
    return alerts
        .follow(config.get())
        .compose(following -> bus.onEvent(event -> happened(alerts, event)))
        .onSuccess(opened::push)
        .compose(listening -> bus.onTestAlert(test -> alerts.test(test.target())))
        .onSuccess(opened::push)
        .compose(answering -> bus.onTroubles(query -> world
            .outbox()
            .troubles(query.open(), query.before(), query.limit())
            .map(TroublesFound::new)))
        .onSuccess(opened::push);
  }

  /** On connections of its own: a chat server that hangs delays no alert. */
  private Future<?> show() {
    WebClient client =
        WebClient.create(vertx, options(), new PoolOptions().setHttp1MaxSize(CHAT_CONNECTIONS));
    opened.push(() -> {
      client.close();
      return Future.succeededFuture();
    });
    ChatServers servers =
        new ChatServers(client, world.timers(), () -> config.get().chat(), Slack.URL);
    return new Indicators(bus, world.timers(), servers, world.posts())
        .follow()
        .onSuccess(opened::push);
  }

  private void posted(AlertOutbox alerts, Set<String> names) {
    context.runOnContext(now -> alerts.posted(names));
  }

  private void happened(AlertOutbox alerts, AgentEvent event) {
    if (event.name().equals("config.reloaded")) {
      alerts
          .follow(config.get())
          .onFailure(fault -> LOG.error("The new targets are not in force", fault));
    }
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

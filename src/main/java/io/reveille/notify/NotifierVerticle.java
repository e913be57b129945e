package io.reveille.notify;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.config.GatewayConfig;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts those who tell people what goes on on one event loop of their own: nothing waits for them. */
public final class NotifierVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(NotifierVerticle.class);

  private final GatewayBus bus;
  private final World world;
  private final Supplier<GatewayConfig> config;
  private final Deque<Subscription> opened = new ArrayDeque<>();

  /** What lies outside of the gateway. */
  public record World(Timers timers) {}

  public NotifierVerticle(GatewayBus bus, World world, Supplier<GatewayConfig> config) {
    this.bus = bus;
    this.world = world;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    return bus.onEvent(this::happened).onSuccess(opened::push).onSuccess(listening -> settle());
  }

  private void happened(AgentEvent event) {
    if (event.name().equals("config.reloaded")) {
      settle();
    }
  }

  /** Takes over the configuration that is in force. */
  private void settle() {
    int targets = config.get().alerts().targets().size();
    LOG.debug("{} targets of alerts from {} on", targets, world.timers().wall());
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

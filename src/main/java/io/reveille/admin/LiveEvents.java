package io.reveille.admin;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Past;
import io.reveille.bus.GatewayMessage.PastFound;
import io.reveille.bus.GatewayMessage.Recorded;
import io.reveille.core.Timers;
import io.reveille.core.Timers.Timer;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events to those who follow them, by server-sent events. Nothing is buffered for a reader: one that the ring has
 * overtaken, or that comes back with the last ID it saw, gets what it has missed from the database. All on one event loop.
 */
final class LiveEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final String NUMBER = "\\d{1,18}";

  private final GatewayBus bus;
  private final Timers timers;
  private final EventRing ring = new EventRing();
  private final Set<EventReader> readers = new LinkedHashSet<>();
  private @Nullable Timer heartbeat;

  LiveEvents(GatewayBus bus, Timers timers) {
    this.bus = bus;
    this.timers = timers;
  }

  void add(Recorded events) {
    events.entries().forEach(ring::add);
    List.copyOf(readers).forEach(EventReader::send);
  }

  /** What the stream would begin with. */
  static void head(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Type", "text/event-stream")
        .end()
        .onFailure(gone -> LOG.debug("Nobody waits for this answer any more", gone));
  }

  /** Sends what comes from now on, after what came since {@code Last-Event-ID}. */
  void stream(RoutingContext context) {
    Optional.ofNullable(context.request().getHeader("Last-Event-ID"))
        .map(id -> Future.succeededFuture(numberOf(id)))
        .orElseGet(this::now)
        .onSuccess(number -> begin(context, number))
        .onFailure(context::fail);
  }

  /** An ID that Reveille never gave stands for the beginning. */
  private static long numberOf(String id) {
    return id.matches(NUMBER) ? Long.parseLong(id) : 0;
  }

  private Future<Long> now() {
    return bus.past(new Past(Optional.empty(), 0)).map(PastFound::last);
  }

  private void begin(RoutingContext context, long number) {
    if (context.response().closed()) {
      return;
    }
    EventReader reader = new EventReader(bus, ring, context.request(), readers::remove);
    readers.add(reader);
    reader.begin(number);
    keepAlive();
  }

  void close() {
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    List.copyOf(readers).forEach(EventReader::end);
    readers.clear();
  }

  private void keepAlive() {
    if (heartbeat == null) {
      heartbeat = timers.after(HEARTBEAT, this::beat);
    }
  }

  private void beat() {
    heartbeat = null;
    List.copyOf(readers).forEach(EventReader::beat);
    if (!readers.isEmpty()) {
      keepAlive();
    }
  }
}

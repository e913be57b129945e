package io.reveille.admin;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Timers;
import io.reveille.core.Timers.Timer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
 * Events to those who follow them, by server-sent events or in pages. Nothing is buffered for a reader: each reads
 * from the one ring as fast as it can, and one that the ring has overtaken is cut off. It may come back with the
 * last ID it saw. All on one event loop.
 */
final class LiveEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int PORTION = 100;

  private final Timers timers;
  private final EventRing ring;
  private final AlertLog alerts = new AlertLog();
  private final Set<Reader> readers = new LinkedHashSet<>();
  private @Nullable Timer heartbeat;

  LiveEvents(Timers timers) {
    this.timers = timers;
    this.ring = new EventRing(timers.wall());
  }

  void add(AgentEvent event) {
    ring.add(event);
    alerts.add(event);
    List.copyOf(readers).forEach(Reader::send);
  }

  AlertLog alerts() {
    return alerts;
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
    HttpServerResponse response = context.response();
    response.setChunked(true);
    response.putHeader("Content-Type", "text/event-stream");
    response.putHeader("Cache-Control", "no-store");
    response.putHeader("X-Accel-Buffering", "no");
    Optional<String> lastSeen = Optional.ofNullable(context.request().getHeader("Last-Event-ID"));
    Reader reader = new Reader(
        response,
        context.request().connection(),
        lastSeen.map(ring::numberOf).orElseGet(ring::last));
    readers.add(reader);
    response.closeHandler(closed -> readers.remove(reader));
    response.exceptionHandler(fault -> readers.remove(reader));
    response.write("retry: 2000\n\n").onFailure(fault -> readers.remove(reader));
    reader.send();
    keepAlive();
  }

  /** One page, oldest first. {@code next} is null at the end: then the last ID is where to go on later. */
  JsonObject page(Optional<String> cursor, int limit) {
    List<EventRing.Kept> page =
        ring.after(cursor.map(ring::numberOf).orElseGet(() -> ring.oldest() - 1), limit);
    boolean more = !page.isEmpty() && page.get(page.size() - 1).number() < ring.last();
    return new JsonObject()
        .put("items", new JsonArray(page.stream().map(EventRing.Kept::item).toList()))
        .put("next", more ? page.get(page.size() - 1).id() : null);
  }

  void close() {
    if (heartbeat != null) {
      heartbeat.cancel();
    }
    List.copyOf(readers).forEach(reader -> reader.response.end());
    readers.clear();
  }

  private void keepAlive() {
    if (heartbeat == null) {
      heartbeat = timers.after(HEARTBEAT, this::beat);
    }
  }

  private void beat() {
    heartbeat = null;
    List.copyOf(readers).forEach(Reader::beat);
    if (!readers.isEmpty()) {
      keepAlive();
    }
  }

  private final class Reader {
    private final HttpServerResponse response;
    private final HttpConnection connection;
    private long position;

    Reader(HttpServerResponse response, HttpConnection connection, long position) {
      this.connection = connection;
      this.response = response;
      this.position = position;
    }

    void send() {
      if (!readers.contains(this)) {
        return;
      }
      if (position + 1 < ring.oldest()) {
        cutOff();
        return;
      }
      while (!response.writeQueueFull() && position < ring.last()) {
        ring.after(position, PORTION).forEach(this::write);
      }
      response.drainHandler(drained -> send());
    }

    void beat() {
      if (!response.writeQueueFull()) {
        response.write(": still here\n\n").onFailure(fault -> readers.remove(this));
      }
    }

    private void write(EventRing.Kept event) {
      position = event.number();
      response.write(event.frame()).onFailure(fault -> readers.remove(this));
    }

    private void cutOff() {
      readers.remove(this);
      LOG.info("A reader of events is too slow and is cut off at event {}", position);
      connection.close().onFailure(fault -> LOG.debug("It was gone already", fault));
    }
  }
}

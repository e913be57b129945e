package io.reveille.admin;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Past;
import io.reveille.bus.GatewayMessage.PastFound;
import io.reveille.core.EventLog.Entry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One who follows the events, as fast as it reads: from the database as long as it is behind, then from the ring. Each
 * event is sent once, for none is sent that is not newer than the last.
 */
final class EventReader {
  private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
  private static final int PORTION = 100;

  private final GatewayBus bus;
  private final EventRing ring;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final Consumer<EventReader> gone;
  private State state = State.BEHIND;
  private long position;

  private enum State {
    /** What it has seen last may be older than the ring. */
    BEHIND,
    /** The database is asked for what it has missed. */
    ASKING,
    FOLLOWING,
    GONE
  }

  EventReader(
      GatewayBus bus, EventRing ring, HttpServerRequest request, Consumer<EventReader> gone) {
    this.bus = bus;
    this.ring = ring;
    this.request = request;
    this.response = request.response();
    this.gone = gone;
  }

  /** Sends what comes behind {@code number}. */
  void begin(long number) {
    position = number;
    response.setChunked(true);
    response.putHeader("Content-Type", "text/event-stream");
    response.putHeader("Cache-Control", "no-store");
    response.putHeader("X-Accel-Buffering", "no");
    response.closeHandler(closed -> leave());
    response.exceptionHandler(fault -> leave());
    write("retry: 2000\n\n");
    send();
  }

  /** There may be something new, or room again. */
  void send() {
    if (state == State.ASKING || state == State.GONE) {
      return;
    }
    if (position < ring.floor()) {
      state = State.BEHIND;
    }
    if (response.writeQueueFull()) {
      response.drainHandler(drained -> send());
    } else if (state == State.BEHIND) {
      ask();
    } else if (position < ring.last()) {
      ring.after(position, PORTION).forEach(this::write);
      send();
    }
  }

  private void ask() {
    state = State.ASKING;
    long floor = ring.floor();
    bus.past(new Past(Optional.of(position), PORTION))
        .onSuccess(found -> {
          if (state == State.ASKING) {
            take(found, floor);
          }
        })
        .onFailure(this::cutOff);
  }

  private void take(PastFound found, long floor) {
    state = State.BEHIND;
    if (position > found.last()) {
      position = 0; // an ID that was never given: better all than nothing
      ask();
      return;
    }
    found.entries().forEach(this::write);
    if (found.entries().size() < PORTION) {
      state = State.FOLLOWING;
      position = Math.max(position, floor);
    }
    send();
  }

  void beat() {
    if (!response.writeQueueFull()) {
      write(": still here\n\n");
    }
  }

  private void write(Entry event) {
    position = event.number();
    write(EventForm.frame(event));
  }

  private void write(String text) {
    response.write(text).onFailure(fault -> leave());
  }

  /** It comes back with the last ID that it saw. */
  private void cutOff(Throwable fault) {
    LOG.warn("What a reader of events has missed cannot be read: it is cut off", fault);
    leave();
    request.connection().close().onFailure(already -> LOG.debug("It was gone already", already));
  }

  private void leave() {
    state = State.GONE;
    gone.accept(this);
  }

  void end() {
    state = State.GONE;
    response.end().onFailure(fault -> LOG.debug("It was gone already", fault));
  }
}

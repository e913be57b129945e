package io.reveille.lifecycle;

import io.reveille.bus.EventJson;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.Past;
import io.reveille.bus.GatewayMessage.PastFound;
import io.reveille.bus.GatewayMessage.Recorded;
import io.reveille.core.EventLog;
import io.reveille.core.EventLog.Entry;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers what happens, keeps it, and then hands it on in that order: whoever hears of an event finds it in the log.
 * Only while the log cannot be written it is handed on before. All on one event loop.
 */
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  /** Somebody may wait for a wake, and the engine needs the processor: the disk can wait. */
  private static final Duration SOON = Duration.ofMillis(50);

  private static final Duration BEFORE_ANOTHER_ATTEMPT = Duration.ofSeconds(5);
  private static final int BATCH = 500;
  private static final int MOST_UNWRITTEN = 10_000;

  private final EventLog log;
  private final Timers timers;
  private final Consumer<Recorded> readers;
  private final Deque<Entry> unwritten = new ArrayDeque<>();
  private State state = State.RESTING;
  private final List<Waiter> waiters = new ArrayList<>();
  private Timers.Timer attempt = () -> {};
  private boolean closed;
  private long last;
  private long handedOn;

  private enum State {
    RESTING,
    /** A write is about to begin, or under way. */
    WRITING,
    /** The log does not take anything; another attempt comes. */
    FAILING
  }

  /** Somebody who wants to go on when all up to {@code number} is in the log, or cannot be put there. */
  private record Waiter(long number, Promise<Void> go) {}

  Recorder(EventLog log, Timers timers, Consumer<Recorded> readers) {
    this.log = log;
    this.timers = timers;
    this.readers = readers;
  }

  /** Until it is closed; then what was told before is still written down. */
  Future<Subscription> follow(Function<Consumer<AgentEvent>, Future<Subscription>> events) {
    return log.newest(1)
        .onSuccess(newest -> newest.forEach(this::goOnBehind))
        .compose(recalled -> events.apply(this::add))
        .map(listening -> () -> arrived().compose(all -> listening.close()).eventually(this::end));
  }

  private void goOnBehind(Entry newest) {
    last = newest.number();
    handedOn = last;
  }

  void add(AgentEvent event) {
    last = Math.max(last + 1, micros(timers.wall()));
    Entry entry = new Entry(
        last, event.name(), event.agent(), event.at(), EventJson.of(event).encode());
    unwritten.add(entry);
    switch (state) {
      case RESTING -> {
        state = State.WRITING;
        timers.after(SOON, this::write);
      }
      case WRITING -> {}
      case FAILING -> handOn(List.of(entry));
    }
  }

  /** So that a number that was handed on and got lost in a crash is not given again. */
  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private void write() {
    List<Entry> batch = unwritten.stream().limit(BATCH).toList();
    log.append(batch)
        .onSuccess(written -> {
          batch.forEach(entry -> unwritten.remove());
          handOn(batch);
          goOn();
        })
        .onFailure(this::keepForLater);
  }

  private void handOn(List<Entry> entries) {
    List<Entry> news =
        entries.stream().filter(entry -> entry.number() > handedOn).toList();
    if (!news.isEmpty()) {
      handedOn = news.get(news.size() - 1).number();
      readers.accept(new Recorded(news));
    }
  }

  private void goOn() {
    Entry oldest = unwritten.peek();
    letGo(oldest == null ? last : oldest.number() - 1);
    if (oldest == null) {
      state = State.RESTING;
    } else {
      state = State.WRITING;
      write();
    }
  }

  private void letGo(long upTo) {
    List<Waiter> gone =
        waiters.stream().filter(waiter -> waiter.number() <= upTo).toList();
    waiters.removeAll(gone);
    gone.forEach(waiter -> waiter.go().complete());
  }

  private void keepForLater(Throwable fault) {
    if (state == State.WRITING) {
      LOG.error("Events cannot be written down, and are kept for later", fault);
    }
    state = State.FAILING;
    handOn(List.copyOf(unwritten));
    int tooMany = unwritten.size() - MOST_UNWRITTEN;
    if (tooMany > 0) {
      LOG.error("{} events are lost: the database has not taken them for too long", tooMany);
      for (int count = 0; count < tooMany; count++) {
        unwritten.remove();
      }
    }
    if (!closed) {
      attempt = timers.after(BEFORE_ANOTHER_ATTEMPT, this::write);
    }
    letGo(last);
  }

  /** What happened, for those who were not there; all that has been told before the question is among it. */
  Future<PastFound> past(Past query) {
    return written()
        .compose(done -> query
            .after()
            .map(number -> log.after(number, query.limit()))
            .orElseGet(() -> log.newest(query.limit())))
        .map(entries -> new PastFound(entries, last));
  }

  /** Completes when what has been told so far is in the log, or cannot be put there. */
  private Future<Void> written() {
    return switch (state) {
      case RESTING, FAILING -> Future.succeededFuture();
      case WRITING -> {
        Waiter waiter = new Waiter(last, Promise.promise());
        waiters.add(waiter);
        yield waiter.go().future();
      }
    };
  }

  /** Events are published; the last ones may still be on their way. */
  private Future<Void> arrived() {
    Promise<Void> arrived = Promise.promise();
    timers.after(SOON, arrived::complete);
    return arrived.future();
  }

  private Future<Void> end() {
    closed = true;
    if (state == State.FAILING) {
      state = State.WRITING;
      attempt.cancel();
      write();
    }
    return written();
  }
}

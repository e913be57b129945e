package io.reveille.lifecycle;

import io.reveille.core.BotId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes last activity down once a second, all of it in one batch, and only of agents that are awake. */
final class ActivityFlush {
  private static final Logger LOG = LoggerFactory.getLogger(ActivityFlush.class);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Fleet fleet;
  private final Ports ports;
  private final Map<BotId, Instant> written = new HashMap<>();
  private boolean closed;
  private boolean complained;

  ActivityFlush(Fleet fleet, Ports ports) {
    this.fleet = fleet;
    this.ports = ports;
  }

  void keepFlushing() {
    ports.timers().after(BETWEEN, () -> {
      if (!closed) {
        flush().onComplete(done -> keepFlushing());
      }
    });
  }

  Future<Void> close() {
    closed = true;
    return flush();
  }

  private Future<Void> flush() {
    Map<BotId, Instant> changed = new HashMap<>();
    fleet
        .awake()
        .forEach(keeper -> keeper
            .facts()
            .lastActivityAt()
            .filter(at -> isLater(written.get(keeper.id()), at))
            .ifPresent(at -> changed.put(keeper.id(), at)));
    if (changed.isEmpty()) {
      return Future.succeededFuture();
    }
    return ports.journal().activity(changed).transform(result -> {
      if (result.succeeded()) {
        written.putAll(changed);
      } else if (!complained) {
        LOG.warn("Last activity cannot be written down, it will be tried again", result.cause());
      }
      complained = result.failed();
      return Future.succeededFuture();
    });
  }

  /** Computed from two clocks, the same moment may come out a little different each time. */
  private static boolean isLater(@org.jspecify.annotations.Nullable Instant before, Instant at) {
    return before == null || Duration.between(before, at).compareTo(Duration.ofMillis(50)) > 0;
  }
}

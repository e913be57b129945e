package io.reveille.core;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything that happened, in its order, over restarts. Futures complete on the caller's context. */
public interface EventLog {
  /** In one write. What is there already stays as it is. */
  Future<Void> append(List<Entry> entries);

  /** What came next after {@code number}, oldest first. */
  Future<List<Entry>> after(long number, int limit);

  /** What came last, oldest first. */
  Future<List<Entry>> newest(int limit);

  /**
   * One event.
   *
   * @param number grows from event to event, also over restarts, with gaps
   * @param name of the specification, without the {@code reveille.} in front
   * @param data in JSON
   */
  record Entry(long number, String name, Optional<BotId> agent, Instant at, String data) {}
}

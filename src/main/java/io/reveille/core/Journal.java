package io.reveille.core;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Reveille remembers over a restart. Futures complete on the caller's context. */
public interface Journal {
  /** All that a starting Reveille needs to know. */
  Future<Memory> recall();

  /** Written durably before a sleep or stop; when it fails, the agent is not put to sleep. Replaces an older one. */
  Future<Void> intend(Intent intent);

  /** One step of an agent, its state afterwards, the end of its intent and what admins are told, in one transaction. */
  Future<Void> record(Transition transition, AgentRecord after, List<Notice> notices);

  /** What admins are told of something that is no step of an agent. */
  Future<Void> post(List<Notice> notices);

  /** Removes an agent that is gone for good. Its history stays until it is too old. */
  Future<Void> forget(BotId agent);

  /** Last activity of many agents in one batch. */
  Future<Void> activity(Map<BotId, Instant> last);

  /**
   * One page of history, newest first.
   *
   * @param before only entries with a smaller number; empty for the newest
   * @param since only entries from then on; {@link Instant#EPOCH} for all
   */
  Future<List<Entry>> history(BotId agent, Instant since, Optional<Long> before, int limit);

  /** One page of the history of all agents, newest first; as {@link #history}. */
  default Future<List<Entry>> historyOfAll(Instant since, Optional<Long> before, int limit) {
    return Future.failedFuture("this journal keeps no history");
  }

  /** What the history says of the time since then. */
  default Future<Tally> tally(Instant since) {
    return Future.failedFuture("this journal keeps no history");
  }

  /** What an operator holds an agent to; empty: to nothing any more. */
  default Future<Void> keep(BotId agent, Optional<Keep> keep) {
    return Future.failedFuture("this journal keeps no orders");
  }

  /** What operators held agents to. */
  default Future<Map<BotId, Keep>> kept() {
    return Future.succeededFuture(Map.of());
  }

  /** When something was written last; empty if nothing was yet, or nobody knows. */
  default Optional<Instant> savedAt() {
    return Optional.empty();
  }

  /** Whether the store answers. */
  Future<Void> ping();

  Future<Void> close();

  /** What the store held at start. */
  record Memory(List<AgentRecord> agents, List<Intent> intents, List<WakeTime> wakes) {}

  /** One past wake, for "usually about 6 s". */
  record WakeTime(BotId agent, Agent.State from, Duration took) {}

  /** A numbered entry of the history; numbers grow with time. */
  record Entry(long number, Transition transition) {}
}

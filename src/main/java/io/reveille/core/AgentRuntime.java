package io.reveille.core;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Where agents live. An adapter answers with what is so, never with what was asked: each operation
 * ends with an inspection, and its sighting is the answer. A future fails only when not even that
 * could be learned; then nothing may be assumed and nothing repeated, only inspected again.
 *
 * <p>Futures and the listener may complete on any thread.
 */
public interface AgentRuntime {
  /** {@code docker} or {@code process}. */
  String name();

  /**
   * Begins to follow what happens. {@link Listener#connected} comes at once when the runtime answers, and
   * again after every gap, always after the stream is open again, so that a list taken then misses nothing.
   */
  Future<Subscription> watch(Listener listener);

  /** Every agent, configured or labelled, one that is missing included. */
  Future<List<Sighting>> list();

  /** One agent; a sighting with status {@code MISSING} if there is none. */
  Future<Sighting> inspect(BotId agent);

  /**
   * Carries out {@code operation} on exactly the instance that {@code target} shows. "Already so" is success.
   *
   * @return what is so afterwards, whether or not the operation did what it should; its
   *     {@link Outcome#problem} says why it did not
   */
  Future<Outcome> perform(Operation operation, Sighting target);

  /** Bytes of memory that the instance of {@code target} uses now, without disturbing it; empty if nobody can tell. */
  default Future<Optional<Long>> memory(Sighting target) {
    return Future.succeededFuture(Optional.empty());
  }

  /**
   * The last {@code tail} lines that the agent wrote, oldest first, also those of earlier runs. Empty if there are none;
   * a very long line is cut off.
   */
  Future<List<LogLine>> logs(BotId agent, int tail);

  /** Lets go of what the adapter holds. Agents stay as they are unless the adapter's settings say otherwise. */
  Future<Void> close();

  /**
   * What an operation came to.
   *
   * @param problem the runtime's own words when it refused; empty when it did as asked
   */
  record Outcome(Sighting sighting, String problem) {}

  /** Told what happens, on any thread. Must not throw and must not block. */
  interface Listener {
    void seen(Sighting sighting);

    void connected();

    void disconnected(String reason);

    /** A label or setting of an agent was refused and its default taken. Each text comes once. */
    void misconfigured(String container, String text);
  }
}

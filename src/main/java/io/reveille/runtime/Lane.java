package io.reveille.runtime;

import java.util.Locale;

/**
 * Which threads carry a kind of call. Each lane has its own, so that stops that wait for an agent and
 * starts in a storm keep neither a ping nor an unpause waiting, nor an inspect that the engine holds back (F20).
 */
enum Lane {
  /** Ping, version, list. */
  WATCH(3),
  /** The engine holds an inspect back while the container starts, and for a moment after it died. */
  INSPECT(8),
  /** Pause and unpause. */
  FREEZE(16),
  START(48),
  STOP(48),
  /** The engine measures for a second or two before it answers. */
  MEASURE(2);

  private final int threads;

  Lane(int threads) {
    this.threads = threads;
  }

  int threads() {
    return threads;
  }

  String threadName() {
    return "reveille-docker-" + name().toLowerCase(Locale.ROOT);
  }
}

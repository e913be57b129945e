package io.reveille.runtime;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Where to resume the stream, and which of the repeated events are old: {@code since} is inclusive (F16). */
final class SeenEvents {
  /** The engine itself keeps 256. */
  private static final int KEPT = 1024;

  private static final long SECOND = 1_000_000_000L;

  private final Set<Key> keys = new LinkedHashSet<>();
  private long newest;

  private record Key(long timeNano, String container, String action) {}

  /** False if it came before. */
  boolean isNew(ContainerEvent event) {
    newest = Math.max(newest, event.timeNano());
    if (!keys.add(new Key(event.timeNano(), event.container(), event.action()))) {
      return false;
    }
    if (keys.size() > KEPT) {
      keys.remove(keys.iterator().next());
    }
    return true;
  }

  /** Without an event so far, a later gap is to be filled from here on. */
  void beginAt(Instant now) {
    newest = Math.max(newest, now.getEpochSecond() * SECOND + now.getNano());
  }

  /** As {@code seconds.nanos}, and a second early: events are not sent strictly in the order of their times. */
  Optional<String> since() {
    long from = newest - SECOND;
    return newest == 0
        ? Optional.empty()
        : Optional.of("%d.%09d".formatted(from / SECOND, from % SECOND));
  }
}

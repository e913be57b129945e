package io.reveille.admin;

import io.reveille.core.EventLog.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest events, so that those who follow need not ask the database for each. */
final class EventRing {
  private static final int SIZE = 1000;

  private final Deque<Entry> kept = new ArrayDeque<>(SIZE);
  private long floor;
  private long last;

  void add(Entry event) {
    if (kept.isEmpty()) {
      floor = event.number() - 1;
    } else if (kept.size() == SIZE) {
      floor = kept.removeFirst().number();
    }
    kept.addLast(event);
    last = event.number();
  }

  /** The number of the newest; 0 if there is none. */
  long last() {
    return last;
  }

  /** All that came after it is here. */
  long floor() {
    return floor;
  }

  /** What came next after {@code number}, oldest first. */
  List<Entry> after(long number, int most) {
    if (number >= last) {
      return List.of();
    }
    return kept.stream()
        .dropWhile(event -> event.number() <= number)
        .limit(most)
        .toList();
  }
}

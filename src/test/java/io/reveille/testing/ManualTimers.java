package io.reveille.testing;

import io.reveille.core.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** A clock that stands still until a test moves it. Timers fire in the order of their time, then of their making. */
public final class ManualTimers implements Timers {
  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
  private long now;
  private long made;

  private record Entry(long at, long number, Runnable action) {}

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant wall() {
    return BEGIN.plusNanos(now);
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    Entry entry = new Entry(now + Math.max(0, delay.toNanos()), made++, action);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  /** Lets time pass and fires what falls due, each at its own time. */
  public void advance(Duration by) {
    long until = now + by.toNanos();
    while (!entries.isEmpty() && entries.peek().at() <= until) {
      fireNext();
    }
    now = until;
  }

  /** Jumps to the next timer and fires it; false if there is none. */
  public boolean fireNext() {
    Entry next = entries.poll();
    if (next == null) {
      return false;
    }
    now = Math.max(now, next.at());
    next.action().run();
    return true;
  }

  /** How long until the next timer. */
  public Optional<Duration> untilNext() {
    return Optional.ofNullable(entries.peek()).map(next -> Duration.ofNanos(next.at() - now));
  }

  public int pending() {
    return entries.size();
  }
}

package io.reveille.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether an exit was announced. The exit code does not tell: a stop may end in 143, 137 or 0 (F9). What
 * tells is the stop signal shortly before the end or the {@code stop} right after it, since the last start.
 */
final class StopAnnouncements {
  /** From the stop timeout's end to the exit: the kill has to get through. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** The engine reports the signal after it sent it: the end may bear the earlier time. */
  private static final Duration SLACK = Duration.ofSeconds(2);

  private static final int GAPS_KEPT = 100;
  private static final int SIGKILL_EXIT = 137;
  private static final int SIGTERM_EXIT = 143;

  private final Map<String, Book> books = new HashMap<>();
  private final Deque<Gap> gaps = new ArrayDeque<>();

  /** What events told of one run of one container. */
  private record Book(
      Optional<Window> stopSignalled, boolean stopped, boolean died, boolean outOfMemory) {
    static final Book EMPTY = new Book(Optional.empty(), false, false, false);
  }

  /** When an exit counts as the work of a stop signal. */
  private record Window(Instant from, Instant until) {
    boolean contains(Instant time) {
      return !time.isBefore(from) && !time.isAfter(until);
    }
  }

  /** When nothing was heard from the engine; without a beginning: before Reveille came. */
  private record Gap(@Nullable Instant from, Instant until) {
    boolean contains(Instant time) {
      return (from == null || !time.isBefore(from)) && !time.isAfter(until);
    }
  }

  /**
   * Takes note of one event.
   *
   * @param patience what the container's stop may take, the longest of its own timeout and the agent's
   */
  void note(ContainerEvent event, int stopSignal, Duration patience) {
    String id = event.container();
    Book book = books.getOrDefault(id, Book.EMPTY);
    switch (event.action()) {
      case "start" -> books.remove(id);
      case "destroy" -> books.remove(id);
      case "kill" -> {
        // another signal (a HUP to reload, a kill by hand) announces nothing and excuses no later
        // crash
        if (event.number("signal").filter(sent -> sent == stopSignal).isPresent()) {
          books.put(id, new Book(window(event, patience), false, false, book.outOfMemory()));
        }
      }
      case "die" ->
        books.put(id, new Book(book.stopSignalled(), book.stopped(), true, book.outOfMemory()));
      case "stop" -> books.put(id, new Book(book.stopSignalled(), true, true, book.outOfMemory()));
      case "oom" ->
        books.put(id, new Book(book.stopSignalled(), book.stopped(), book.died(), true));
      default -> {}
    }
  }

  /** The container is gone. */
  void forget(String container) {
    books.remove(container);
  }

  /** Nothing was heard since {@code from}, or never, and the engine is heard again. */
  void gap(Optional<Instant> from, Instant until) {
    gaps.addLast(new Gap(from.orElse(null), until));
    if (gaps.size() > GAPS_KEPT) {
      gaps.removeFirst();
    }
  }

  /** Whether somebody's stop ended the last run of this container, which has ended. */
  boolean announced(ContainerFacts exited) {
    Book book = books.getOrDefault(exited.id(), Book.EMPTY);
    if (book.stopped() || exited.status().equals("removing") || exited.status().equals("dead")) {
      return true;
    }
    Optional<Instant> end = exited.finishedAt();
    boolean signalled = end.isPresent()
        && book.stopSignalled().filter(window -> window.contains(end.get())).isPresent();
    return signalled || (!book.died() && endedByItsEngine(exited));
  }

  /** Whether the engine reported out of memory in this run; a child's end does too, so alone it says little. */
  boolean outOfMemory(String container) {
    return books.getOrDefault(container, Book.EMPTY).outOfMemory();
  }

  /** An engine that goes down or comes back after a crash stops its containers, and no event tells (F15, F18). */
  private boolean endedByItsEngine(ContainerFacts exited) {
    return !exited.oomKilled()
        && (exited.exitCode() == SIGTERM_EXIT || exited.exitCode() == SIGKILL_EXIT)
        && exited
            .finishedAt()
            .filter(end -> gaps.stream().anyMatch(gap -> gap.contains(end)))
            .isPresent();
  }

  private static Optional<Window> window(ContainerEvent kill, Duration patience) {
    Instant at = Instant.ofEpochSecond(0, kill.timeNano());
    return Optional.of(new Window(at.minus(SLACK), at.plus(patience).plus(GRACE)));
  }
}

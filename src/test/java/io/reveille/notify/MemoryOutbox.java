package io.reveille.notify;

import io.reveille.core.Letter;
import io.reveille.core.Letter.Waiting;
import io.reveille.core.Notice;
import io.reveille.core.Outbox;
import io.reveille.core.Subscription;
import io.reveille.core.Trouble;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** An outbox in memory, which fails when a test says so. */
final class MemoryOutbox implements Outbox {
  final List<Letter> letters = new CopyOnWriteArrayList<>();
  final List<Notice> posted = new ArrayList<>();
  final List<String> problems = new CopyOnWriteArrayList<>();
  final Map<String, String> off = new ConcurrentHashMap<>();
  boolean full;
  private final List<Consumer<Set<String>>> watchers = new CopyOnWriteArrayList<>();

  void put(Letter letter) {
    letters.add(letter);
    watchers.forEach(watcher -> watcher.accept(Set.of(letter.target())));
  }

  private Future<Void> write(Runnable deed) {
    if (full) {
      return Future.failedFuture("disk full");
    }
    deed.run();
    return Future.succeededFuture();
  }

  @Override
  public Subscription watch(Consumer<Set<String>> watcher) {
    watchers.add(watcher);
    return () -> {
      watchers.remove(watcher);
      return Future.succeededFuture();
    };
  }

  @Override
  public Future<Void> post(List<Notice> notices) {
    return write(() -> posted.addAll(notices));
  }

  @Override
  public Future<Optional<Letter>> next(String target, Instant now) {
    List<Letter> mine =
        letters.stream().filter(letter -> letter.target().equals(target)).toList();
    return Future.succeededFuture(mine.stream()
        .filter(letter -> letter.waiting() != Waiting.LETTER || !letter.due().isAfter(now))
        .findFirst()
        .or(() -> mine.stream().min(Comparator.comparing(Letter::due))));
  }

  @Override
  public Future<Set<String>> waitedFor() {
    return Future.succeededFuture(letters.stream().map(Letter::target).collect(Collectors.toSet()));
  }

  @Override
  public Future<Void> delivered(Letter letter, Instant at) {
    return write(() -> letters.removeIf(one -> one.id().equals(letter.id())));
  }

  @Override
  public Future<Void> postpone(Letter letter, Waiting why, Instant next, String problem) {
    problems.add(problem);
    return write(() -> letters.replaceAll(one -> one.id().equals(letter.id())
        ? new Letter(one.id(), one.target(), one.alert(), one.attempts() + 1, next, why)
        : one));
  }

  @Override
  public Future<List<Trouble>> troubles(Optional<Boolean> open, Optional<Long> before, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> switchOff(String target, String setting) {
    return write(() -> off.put(target, setting));
  }

  @Override
  public Future<Void> switchOn(String target) {
    return write(() -> off.remove(target));
  }

  @Override
  public Future<Map<String, String>> switchedOff() {
    return Future.succeededFuture(Map.copyOf(off));
  }
}

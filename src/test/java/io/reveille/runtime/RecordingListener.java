package io.reveille.runtime;

import io.reveille.core.AgentRuntime.Listener;
import io.reveille.core.Sighting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Keeps all it is told, and lets a test wait for something among it. Texts: {@code connected}, {@code disconnected: …}, {@code misconfigured NAME: …}. */
final class RecordingListener implements Listener {
  private final List<Sighting> sightings = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();

  @Override
  public synchronized void seen(Sighting sighting) {
    sightings.add(sighting);
    wake();
  }

  @Override
  public void connected() {
    text("connected");
  }

  @Override
  public void disconnected(String reason) {
    text("disconnected: " + reason);
  }

  @Override
  public void misconfigured(String container, String text) {
    text("misconfigured " + container + ": " + text);
  }

  synchronized List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  /** The first sighting of this kind, be it past or yet to come. */
  Future<Sighting> sighting(Predicate<Sighting> wanted) {
    return first(() -> sightings.stream(), wanted, 1);
  }

  Future<String> text(Predicate<String> wanted) {
    return text(wanted, 1);
  }

  /** The text of this kind that comes as number {@code count}. */
  Future<String> text(Predicate<String> wanted, int count) {
    return first(() -> texts.stream(), wanted, count);
  }

  private synchronized void text(String text) {
    texts.add(text);
    wake();
  }

  private void wake() {
    List.copyOf(waiting).forEach(Runnable::run);
  }

  private synchronized <T> Future<T> first(
      Supplier<Stream<T>> all, Predicate<T> wanted, int count) {
    Promise<T> found = Promise.promise();
    Runnable look =
        () -> all.get().filter(wanted).skip(count - 1L).findFirst().ifPresent(found::tryComplete);
    look.run();
    waiting.add(look);
    return found.future();
  }
}

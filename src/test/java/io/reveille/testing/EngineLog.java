package io.reveille.testing;

import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the engine itself says is done to containers, from now on: the witness to what Reveille asked of it. */
public final class EngineLog extends ResultCallbackTemplate<EngineLog, Event> {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /**
   * One thing that was done.
   *
   * @param action in Docker's words; {@code connect} is early in a start, {@code start} near its end
   * @param atMillis of the engine's clock
   */
  public record Entry(String action, String container, long atMillis) {}

  private EngineLog() {}

  public static EngineLog follow(DockerLab lab) {
    try {
      return lab.docker().eventsCmd().exec(new EngineLog()).awaitStarted();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    }
  }

  @Override
  public void onNext(Event event) {
    container(event)
        .ifPresent(id -> entries.add(new Entry(
            String.valueOf(event.getAction()),
            id,
            Optional.ofNullable(event.getTimeNano()).orElse(0L) / 1_000_000)));
  }

  public List<Entry> of(String action) {
    return entries.stream().filter(entry -> entry.action().equals(action)).toList();
  }

  public long count(String action, String container) {
    return of(action).stream()
        .filter(entry -> entry.container().equals(container))
        .count();
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException broken) {
      throw new AssertionError("the event stream does not close", broken);
    }
  }

  private static Optional<String> container(Event event) {
    if (event.getType() == EventType.NETWORK) {
      Map<String, String> facts = Optional.ofNullable(event.getActor())
          .flatMap(actor -> Optional.ofNullable(actor.getAttributes()))
          .orElse(Map.of());
      return Optional.ofNullable(facts.get("container"));
    }
    return Optional.ofNullable(event.getId());
  }
}

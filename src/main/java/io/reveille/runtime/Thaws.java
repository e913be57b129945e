package io.reveille.runtime;

import io.reveille.core.Exit;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What events tell of unpauses. The engine tells of one before it writes its own books and answers the call (dockerd's
 * {@code containerUnpause}): 1 to 2 ms that nobody needs to wait. To be used from one context, but for
 * {@link Thaw#isShown}.
 */
final class Thaws {
  private final Timers timers;
  private final Set<String> frozen = new HashSet<>();
  private final Map<String, Thaw> underWay = new HashMap<>();
  private final Map<String, Instant> thawedAt = new HashMap<>();

  /** One unpause. */
  static final class Thaw {
    private final Instant begun;
    private final Promise<Long> shown = Promise.promise();

    private Thaw(Instant begun) {
      this.begun = begun;
    }

    /** When the event came, on {@link Timers#nanos}; never completes if the event does not tell. */
    Future<Long> shown() {
      return shown.future();
    }

    /** From any thread. */
    boolean isShown() {
      return shown.future().isComplete();
    }
  }

  Thaws(Timers timers) {
    this.timers = timers;
  }

  /** To be asked for right before the call. Only of a container that events show as frozen can an event tell. */
  Thaw begin(String container) {
    Thaw thaw = new Thaw(timers.wall());
    if (frozen.contains(container)) {
      underWay.put(container, thaw);
    }
    return thaw;
  }

  /** The call has been answered. */
  void end(String container, Thaw thaw) {
    underWay.remove(container, thaw);
  }

  /** The engine's own kill thaws a frozen container, too: that unpause says nothing of whether it lives. */
  void note(ContainerEvent event) {
    switch (event.action()) {
      case "pause" -> frozen.add(event.container());
      case "unpause" -> thawed(event);
      case "kill", "start", "destroy" -> forget(event.container());
      default -> {}
    }
  }

  /** Whether it was killed from outside while it was frozen, and its thaw only brought that to light (F12). */
  boolean broughtToLight(ContainerFacts exited) {
    Instant thawed = thawedAt.get(exited.id());
    return thawed != null
        && !exited.oomKilled()
        && exited
            .finishedAt()
            .filter(end -> Exit.isOfOneFrozen(exited.exitCode(), end, thawed))
            .isPresent();
  }

  /** Events were missed: what was frozen may have been thawed and frozen again. */
  void gap() {
    frozen.clear();
    underWay.clear();
  }

  /** One that the engine dates before the call belongs to an earlier thaw, and was late. */
  private void thawed(ContainerEvent event) {
    Instant at = Instant.ofEpochSecond(0, event.timeNano());
    if (frozen.remove(event.container())) {
      thawedAt.put(event.container(), at);
    }
    Thaw thaw = underWay.get(event.container());
    if (thaw != null && !at.isBefore(thaw.begun)) {
      thaw.shown.tryComplete(timers.nanos());
    }
  }

  /** Whatever was known of it is over. */
  void forget(String container) {
    frozen.remove(container);
    underWay.remove(container);
    thawedAt.remove(container);
  }
}

package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is told to everybody, in its order; that an agent wakes or is awake a little late. Each who is told takes processor
 * time, and in the midst of a wake that is time of the engine's and of whoever waits. On one event loop.
 */
final class Announcements {
  /** Longer than most wakes from paused, and too short for anybody to see. */
  private static final Duration AFTER_THE_RUSH = Duration.ofMillis(25);

  private static final Set<String> OF_A_WAKE = Set.of("agent.waking", "agent.ready");

  private final Timers timers;
  private final Consumer<AgentEvent> everybody;
  private final Deque<AgentEvent> untold = new ArrayDeque<>();

  Announcements(Timers timers, Consumer<AgentEvent> everybody) {
    this.timers = timers;
    this.everybody = everybody;
  }

  void publish(AgentEvent event) {
    untold.add(event);
    if (!OF_A_WAKE.contains(event.name())) {
      tellAll();
    } else if (untold.size() == 1) {
      timers.after(AFTER_THE_RUSH, this::tellAll);
    }
  }

  void tellAll() {
    while (!untold.isEmpty()) {
      everybody.accept(untold.remove());
    }
  }
}

package io.reveille.proxy;

import io.reveille.core.AgentGate;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Traffic;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The door in front of one agent. Whoever enters is counted <em>before</em> the view is read, and the life
 * cycle shows a closed view <em>before</em> it reads the count; both through volatile accesses, which Java
 * puts into one total order (JLS 17.4.4). So either the one who enters sees the gate closed, or the life
 * cycle sees that somebody is inside. Reading first, or counting with less than volatile strength, would let
 * an agent be paused under a request.
 *
 * <p>Safe from any thread, without a lock.
 */
final class Gate implements AgentGate {
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Set<Consumer<AgentView>> watchers = ConcurrentHashMap.newKeySet();
  private final Traffic.Counter traffic;
  private volatile AgentView view;
  private volatile WakeKind wake;
  private volatile long lastActivityNanos = Long.MIN_VALUE;

  Gate(AgentView view, Traffic.Counter traffic) {
    this.view = view;
    this.wake = from(view, WakeKind.NONE);
    this.traffic = traffic;
  }

  /** Counts one in if the gate is open, and returns what it goes to. Each success is matched by one {@link #leave}. */
  Optional<AgentView> enter() {
    inside.incrementAndGet();
    AgentView seen = view;
    if (seen.open()) {
      return Optional.of(seen);
    }
    inside.decrementAndGet();
    return Optional.empty();
  }

  void leave() {
    inside.decrementAndGet();
  }

  /** Of a request, in either direction. Reveille's own probes never come here. */
  void active(long nowNanos) {
    lastActivityNanos = nowNanos;
  }

  AgentView view() {
    return view;
  }

  /** How the wake is done that is under way, or that would begin now. */
  WakeKind wake() {
    return wake;
  }

  /** Is told of each request that has ended, and of each wait. */
  Traffic.Counter traffic() {
    return traffic;
  }

  /** From now on {@code watcher} is told each view, on whatever thread shows it. Only long streams do this. */
  void watch(Consumer<AgentView> watcher) {
    watchers.add(watcher);
  }

  void unwatch(Consumer<AgentView> watcher) {
    watchers.remove(watcher);
  }

  /** How many watch: open streams, silent ones too. */
  int streams() {
    return watchers.size();
  }

  /** Counts one more who waits, if there are fewer than {@code most}. */
  boolean queue(int most) {
    if (waiting.incrementAndGet() <= most) {
      return true;
    }
    waiting.decrementAndGet();
    return false;
  }

  void unqueue() {
    waiting.decrementAndGet();
  }

  @Override
  public void show(AgentView view) {
    this.wake = from(view, wake);
    this.view = view;
    watchers.forEach(watcher -> watcher.accept(view));
  }

  @Override
  public int inFlight() {
    return inside.get();
  }

  @Override
  public int held() {
    return waiting.get();
  }

  @Override
  public long lastActivityNanos() {
    return lastActivityNanos;
  }

  /** Of one that is under way nobody says it before its end: it goes on from where it began. */
  private static WakeKind from(AgentView view, WakeKind before) {
    return switch (view.state()) {
      case PAUSED -> WakeKind.UNPAUSE;
      case CREATED, STOPPED -> WakeKind.START;
      case CRASHED, RESTARTING, FAILED -> WakeKind.RESTART;
      case IDLE ->
        switch (view.settings().idleAction()) {
          case PAUSE -> WakeKind.UNPAUSE;
          case STOP -> WakeKind.START;
          case NONE -> WakeKind.NONE;
        };
      case STARTING -> before;
      case RUNNING, MISSING -> WakeKind.NONE;
    };
  }
}

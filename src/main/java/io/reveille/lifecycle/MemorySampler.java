package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.AgentReport.Memory;
import io.reveille.bus.GatewayMessage.MemoryPoint;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the runtime now and then what memory agents use: only of those that run or are paused, a few at a time, and
 * the next round begins when the last has ended. No request goes to an agent, so it counts as no activity.
 */
final class MemorySampler {
  private static final Logger LOG = LoggerFactory.getLogger(MemorySampler.class);
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(20);
  private static final Duration BETWEEN_POINTS = Duration.ofMinutes(1);
  private static final int AT_ONCE = 2;
  private static final int POINTS = 1440;

  private final Fleet fleet;
  private final Ports ports;
  private final Deque<MemoryPoint> points = new ArrayDeque<>();
  private boolean closed;

  MemorySampler(Fleet fleet, Ports ports) {
    this.fleet = fleet;
    this.ports = ports;
  }

  void keepSampling() {
    ports.timers().after(BETWEEN_ROUNDS, () -> {
      if (!closed) {
        sample().onComplete(done -> keepSampling());
      }
    });
  }

  Future<Void> sample() {
    Queue<AgentKeeper> waiting =
        new ArrayDeque<>(fleet.all().filter(MemorySampler::uses).toList());
    List<Future<Void>> lanes =
        java.util.stream.Stream.generate(() -> next(waiting)).limit(AT_ONCE).toList();
    return Future.join(lanes).transform(done -> {
      note();
      return Future.succeededFuture();
    });
  }

  private static boolean uses(AgentKeeper keeper) {
    return switch (keeper.state()) {
      case RUNNING, PAUSED -> true;
      case CREATED, STARTING, IDLE, STOPPED, CRASHED, RESTARTING, FAILED, MISSING -> false;
    };
  }

  private Future<Void> next(Queue<AgentKeeper> waiting) {
    AgentKeeper keeper = waiting.poll();
    if (keeper == null || closed) {
      return Future.succeededFuture();
    }
    return ports.runtime().memory(keeper.witness().last()).transform(answer -> {
      if (answer.succeeded()) {
        answer.result().filter(bytes -> uses(keeper)).ifPresent(keeper.memory()::sampled);
      } else {
        LOG.debug("The memory of {} is not known", keeper.id(), answer.cause());
      }
      return next(waiting);
    });
  }

  private void note() {
    Instant now = ports.timers().wall();
    boolean due =
        points.isEmpty() || !points.getLast().at().plus(BETWEEN_POINTS).isAfter(now);
    List<Memory> known =
        fleet.all().map(keeper -> keeper.memory().of(keeper.state())).toList();
    if (due && known.stream().anyMatch(memory -> !memory.equals(Memory.UNKNOWN))) {
      points.add(new MemoryPoint(
          now,
          known.stream().map(Memory::inUse).mapToLong(MemorySampler::bytes).sum(),
          known.stream().map(Memory::freed).mapToLong(MemorySampler::bytes).sum()));
      if (points.size() > POINTS) {
        points.removeFirst();
      }
    }
  }

  private static long bytes(Optional<Long> known) {
    return known.orElse(0L);
  }

  /** Oldest first. */
  List<MemoryPoint> points() {
    return List.copyOf(points);
  }

  void close() {
    closed = true;
  }
}

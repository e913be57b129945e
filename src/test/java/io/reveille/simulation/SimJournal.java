package io.reveille.simulation;

import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Keep;
import io.reveille.core.Notice;
import io.reveille.core.Operation;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A store that survives Reveille. What was not written when Reveille died is lost; some writes fail. */
final class SimJournal {
  private final Random random;
  final Map<BotId, AgentRecord> agents = new HashMap<>();
  final List<Transition> transitions = new ArrayList<>();
  private final Map<BotId, Intent> intents = new HashMap<>();
  private final Map<BotId, Keep> orders = new HashMap<>();
  private final Set<String> troubles = new HashSet<>();
  private final Set<BotId> owed = new HashSet<>();
  private boolean honest;

  SimJournal(Random random) {
    this.random = random;
  }

  void becomeHonest() {
    honest = true;
  }

  /** Writes take effect in their order: one connection, as in production. */
  Journal seenBy(Epoch epoch) {
    return new Journal() {
      private Future<Void> tail = Future.succeededFuture();

      private Future<Void> write(Runnable deed) {
        Future<Void> written = tail.transform(before -> epoch.later(soon(), () -> {
          if (epoch.isOver()) {
            return Future.failedFuture("killed");
          }
          if (!honest && random.nextInt(15) == 0) {
            return Future.failedFuture("disk full");
          }
          deed.run();
          return Future.succeededFuture();
        }));
        tail = written;
        return written;
      }

      @Override
      public Future<Memory> recall() {
        return epoch.later(
            soon(),
            () -> Future.succeededFuture(new Memory(
                List.copyOf(agents.values()), List.copyOf(intents.values()), List.of())));
      }

      @Override
      public Future<Void> intend(Intent intent) {
        return write(() -> intents.put(intent.agent(), intent));
      }

      @Override
      public Future<Void> record(Transition transition, AgentRecord after, List<Notice> notices) {
        return write(() -> {
              transitions.add(transition);
              agents.put(after.id(), after);
              intents.remove(after.id());
              owed.remove(after.id());
              SimJournal.this.post(notices);
            })
            .onFailure(fault -> owed.add(after.id()));
      }

      @Override
      public Future<Void> post(List<Notice> notices) {
        return write(() -> SimJournal.this.post(notices));
      }

      @Override
      public Future<Void> forget(BotId agent) {
        return write(() -> agents.remove(agent));
      }

      @Override
      public Future<Void> activity(Map<BotId, Instant> last) {
        return Future.succeededFuture();
      }

      @Override
      public Future<List<Entry>> history(
          BotId agent, Instant since, Optional<Long> before, int limit) {
        return Future.succeededFuture(List.of());
      }

      @Override
      public Future<Void> keep(BotId agent, Optional<Keep> keep) {
        return write(() ->
            keep.ifPresentOrElse(order -> orders.put(agent, order), () -> orders.remove(agent)));
      }

      @Override
      public Future<Map<BotId, Keep>> kept() {
        return Future.succeededFuture(Map.copyOf(orders));
      }

      @Override
      public Future<Void> ping() {
        return Future.succeededFuture();
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
  }

  private void post(List<Notice> notices) {
    for (Notice notice : notices) {
      switch (notice.kind()) {
        case BEGINS -> {
          if (!notice.letter().target().equals(Notice.TO_NOBODY)) {
            troubles.add(notice.subject());
          }
        }
        case ENDS -> {
          if (notice.troubles().contains("agent.failed")) {
            troubles.remove(notice.subject());
          }
        }
        case ONCE -> {}
      }
    }
  }

  /** Whether admins have been told that it has failed, and not yet that this is over. */
  boolean isToldOf(BotId agent) {
    return troubles.contains("agent " + agent);
  }

  /** What an operator holds it to. */
  Optional<Keep> order(BotId agent, Instant now) {
    return Optional.ofNullable(orders.get(agent)).filter(order -> order.holds(now));
  }

  private Duration soon() {
    return Duration.ofNanos(1 + random.nextInt(8_000_000));
  }

  /** Whether a step is still owed to it: what a full disk did not take is lost if Reveille dies then. */
  boolean isOwed() {
    return !owed.isEmpty();
  }

  List<BotId> stopsUnderWay() {
    return intents.values().stream()
        .filter(intent -> intent.operation() == Operation.STOP)
        .map(Intent::agent)
        .toList();
  }

  /** For failure messages. */
  String of(BotId agent) {
    return String.valueOf(agents.get(agent));
  }
}

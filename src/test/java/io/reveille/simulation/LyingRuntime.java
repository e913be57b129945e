package io.reveille.simulation;

import io.reveille.core.AgentRuntime;
import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Endpoint;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Health;
import io.reveille.core.Sighting.Instance;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A runtime of which everything can be expected: refusals, answers that get lost before or after the deed, events
 * that come late, twice or never. Only what a sighting says was true when it was taken.
 */
final class LyingRuntime {
  private static final int PORT = 8080;
  private static final int TERMINATED = 143;

  private final Timers clock;
  private final Random random;
  private final AgentSettings settings;
  private final Invariants invariants;
  private final Map<BotId, Container> containers = new TreeMap<>();
  private Optional<AgentRuntime.Listener> listener = Optional.empty();
  private boolean honest;
  private Consumer<String> witness = ignored -> {};

  LyingRuntime(Timers clock, Random random, AgentSettings settings, Invariants invariants) {
    this.clock = clock;
    this.random = random;
    this.settings = settings;
    this.invariants = invariants;
  }

  /** Who is told what really happens. */
  void tell(Consumer<String> listener) {
    witness = listener;
  }

  void add(BotId id) {
    containers.put(id, new Container(id));
  }

  /** From now on everything works and every answer arrives. */
  void becomeHonest() {
    honest = true;
  }

  AgentRuntime seenBy(Epoch epoch) {
    listener = Optional.empty();
    return new AgentRuntime() {
      @Override
      public String name() {
        return "lying";
      }

      @Override
      public Future<Subscription> watch(Listener watcher) {
        listener = Optional.of(watcher);
        return epoch.later(soon(), () -> {
          watcher.connected();
          return Future.succeededFuture(Future::succeededFuture);
        });
      }

      @Override
      public Future<List<Sighting>> list() {
        return epoch.later(soon(), () -> {
          if (isUnlucky(10)) {
            return Future.failedFuture("list lost");
          }
          List<Sighting> all =
              containers.values().stream().map(LyingRuntime.this::look).toList();
          return epoch.later(soon(), () -> Future.succeededFuture(all));
        });
      }

      @Override
      public Future<Sighting> inspect(BotId agent) {
        return epoch.later(soon(), () -> {
          if (isUnlucky(4)) {
            return Future.failedFuture("inspect lost");
          }
          Sighting seen = look(container(agent));
          return epoch.later(soon(), () -> Future.succeededFuture(seen));
        });
      }

      @Override
      public Future<Outcome> perform(Operation operation, Sighting target) {
        return LyingRuntime.this.perform(epoch, operation, target);
      }

      @Override
      public Future<List<LogLine>> logs(BotId agent, int tail) {
        return Future.succeededFuture(List.of());
      }

      @Override
      public Future<Void> close() {
        return Future.succeededFuture();
      }
    };
  }

  private Future<AgentRuntime.Outcome> perform(Epoch epoch, Operation operation, Sighting target) {
    Container container = container(target.id());
    invariants.begins(target.id(), operation);
    // the deed is done whether or not Reveille lives to hear of it
    io.vertx.core.Promise<AgentRuntime.Outcome> answer = io.vertx.core.Promise.promise();
    clock.after(soon(), () -> {
      if (!epoch.isOver()) {
        invariants.sleeps(container, operation);
      }
      String problem = isUnlucky(12) ? "refused" : act(container, operation, target.generation());
      if (epoch.isOver()) {
        container.changedByOthers =
            true; // asked for by a Reveille that was killed: no later one can know
      }
      witness.accept(
          "  " + operation.word() + " " + container.id + ": " + container.status + " " + problem);
      clock.after(soon(), () -> {
        invariants.ends(target.id());
        if (epoch.isOver()) {
          return;
        }
        if (isUnlucky(8)) {
          answer.fail("answer lost");
        } else {
          answer.complete(new AgentRuntime.Outcome(look(container), problem));
        }
      });
    });
    return answer.future();
  }

  /** What the engine does with a call, by the table of Docker's answers. */
  private String act(Container container, Operation operation, Generation target) {
    if (!container.generation.instance().equals(target.instance())) {
      return "no such container";
    }
    return switch (operation) {
      case UNPAUSE -> unpause(container);
      case START -> start(container);
      case PAUSE -> {
        if (container.status != Status.RUNNING) {
          yield "is not running";
        }
        container.set(Status.PAUSED, false);
        emit(container);
        yield "";
      }
      case STOP -> {
        if (container.alive()) {
          end(container, Container.exit(TERMINATED, false, clock.wall()), false, false);
        }
        yield "";
      }
    };
  }

  private String unpause(Container container) {
    if (container.status != Status.PAUSED) {
      return "is not paused";
    }
    if (container.deadInTheIce) {
      end(container, Container.exit(137, false, clock.wall()), true, true);
      return "";
    }
    container.set(Status.RUNNING, false);
    emit(container);
    return "";
  }

  private String start(Container container) {
    if (container.status == Status.PAUSED) {
      return "cannot start a paused container";
    }
    if (container.status == Status.RUNNING) {
      return "";
    }
    if (container.status == Status.MISSING) {
      return "no such container";
    }
    run(container, false);
    return "";
  }

  /** Starts it; it will answer after a while, or never, or exit before. */
  void run(Container container, boolean byOthers) {
    container.start(byOthers);
    Generation generation = container.generation;
    emit(container);
    int fate = honest ? 0 : random.nextInt(10);
    Duration boot = Duration.ofMillis(10 + random.nextInt(fate == 1 ? 20_000 : 900));
    clock.after(boot, () -> {
      if (container.generation.equals(generation) && container.alive()) {
        if (fate == 2) {
          end(container, Container.exit(1, false, clock.wall()), true, true);
        } else if (fate == 3) {
          end(container, Container.exit(0, false, clock.wall()), false, true);
        } else {
          container.answers = true;
        }
      }
    });
  }

  void end(Container container, Exit exit, boolean crash, boolean byOthers) {
    container.end(exit, crash, byOthers);
    witness.accept("  " + container.id + " exits with " + exit.code());
    invariants.died(container);
    emit(container);
  }

  /** Tells of a change: at once or late, once, twice or never; what is told was true when it was looked at. */
  void emit(Container container) {
    int times = honest ? 1 : isUnlucky(6) ? 0 : isUnlucky(6) ? 2 : 1;
    for (int time = 0; time < times; time++) {
      clock.after(soon(), () -> {
        Sighting seen = look(container);
        Optional<AgentRuntime.Listener> heard = listener;
        clock.after(isUnlucky(5) ? Duration.ofSeconds(random.nextInt(5)) : soon(), () -> {
          if (heard.equals(listener)) {
            heard.ifPresent(one -> one.seen(seen));
          }
        });
      });
    }
  }

  private Sighting look(Container container) {
    Status status = container.status;
    Optional<Endpoint> endpoint = status == Status.RUNNING
        ? Optional.of(new Endpoint(false, "127.0.0.1", PORT))
        : Optional.empty();
    return new Sighting(
        container.id,
        status,
        status == Status.MISSING ? Generation.NONE : container.generation,
        endpoint,
        Instance.NONE,
        container.exit,
        Health.NONE,
        settings,
        clock.nanos());
  }

  private Duration soon() {
    return Duration.ofNanos(1 + random.nextInt(20_000_000));
  }

  boolean isUnlucky(int oneIn) {
    return !honest && random.nextInt(oneIn) == 0;
  }

  Container container(BotId id) {
    return Objects.requireNonNull(containers.get(id));
  }

  List<BotId> ids() {
    return new ArrayList<>(containers.keySet());
  }
}

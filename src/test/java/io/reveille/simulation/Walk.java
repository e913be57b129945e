package io.reveille.simulation;

import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.Act.Action;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.BotId;
import io.reveille.core.Keep;
import io.reveille.core.Keep.Mode;
import io.reveille.core.RestartPolicy;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One random walk: everything in it follows from its seed and its length. */
final class Walk {
  private static final BotId LAL = new BotId("lal");
  private static final List<BotId> AGENTS = List.of(LAL, new BotId("data"), new BotId("lore"));
  private static final List<Action> ACTIONS_OF_OPERATORS = List.copyOf(EnumSet.allOf(Action.class));
  private static final int KILLED = 137;
  private static final int ACTIONS = 100;

  private final long seed;
  private final int steps;
  private final World world;
  private final Random random;
  private final Orders orders;

  /** What operators hold agents to meanwhile. */
  enum Orders {
    NONE,
    SOME
  }

  Walk(long seed, int steps, Orders orders) {
    this.seed = seed;
    this.steps = steps;
    this.orders = orders;
    this.world = new World(seed, settings(seed), AGENTS);
    this.random = new Random(~seed);
  }

  /** Short times, so that much happens in a walk; what is done with quiet agents depends on the seed. */
  private static AgentSettings settings(long seed) {
    IdleAction action = seed % 4 == 0 ? IdleAction.STOP : IdleAction.PAUSE;
    AgentSettings base = Settings.of(Duration.ofMillis(700), action, Duration.ofSeconds(6), 3);
    return Settings.restarting(
        Settings.readyWithin(base, Duration.ofSeconds(5)),
        new RestartPolicy(
            3,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(12),
            Duration.ofSeconds(9)));
  }

  /** Throws {@link Invariants.Broken} with what happened before. */
  void go() {
    try {
      for (int step = 0; step < steps; step++) {
        act();
        pass(Duration.ofMillis(1 << random.nextInt(12)));
        world.checkNobodyIsForgotten();
      }
      end();
    } catch (RuntimeException | AssertionError broken) {
      throw new AssertionError(
          broken + "\n  in the walk of seed " + seed + " after " + steps + " steps:\n"
              + world.log(),
          broken);
    }
  }

  private void pass(Duration time) {
    world.clock.advance(time);
    world.invariants.check();
  }

  private void act() {
    BotId agent = AGENTS.get(random.nextInt(AGENTS.size()));
    if (orders == Orders.SOME && random.nextInt(10) == 0) {
      order(agent);
      return;
    }
    Container container = world.runtime.container(agent);
    int dice = random.nextInt(ACTIONS);
    if (dice < 45) {
      world.arrive(
          agent,
          Duration.ofMillis(1 + random.nextInt(4000)),
          Duration.ofMillis(random.nextInt(1500)));
    } else if (dice < 50) {
      for (int count = 0; count < 10; count++) {
        world.arrive(agent, Duration.ofSeconds(3), Duration.ofMillis(random.nextInt(100)));
      }
    } else if (dice < 55) {
      world.someoneLeaves();
    } else if (dice < 63) {
      Action action = ACTIONS_OF_OPERATORS.get(random.nextInt(ACTIONS_OF_OPERATORS.size()));
      world.operate(new Act(agent, action, false, Duration.ofSeconds(random.nextInt(3))));
    } else if (dice < 66) {
      world.killReveille();
    } else if (dice < 88) {
      byHand(container, dice);
    } else {
      pass(Duration.ofMillis(random.nextInt(3000)));
    }
  }

  /** Two of three end by themselves; one of four is a letting go, perhaps of what nobody holds it to. */
  private void order(BotId agent) {
    Mode mode = random.nextBoolean() ? Mode.AWAKE : Mode.ASLEEP;
    Optional<Instant> until = random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(world.clock.wall().plusMillis(1 + random.nextInt(10_000)));
    Optional<Keep> keep =
        random.nextInt(4) == 0 ? Optional.empty() : Optional.of(new Keep(mode, until));
    world.order(new SetKeep(agent, mode, keep, false));
  }

  /** What others do to a container: operators with the engine's own commands, the kernel, the agent itself. */
  private void byHand(Container container, int dice) {
    world.note("by hand: " + dice + " on " + container.id + ", which is " + container.status);
    switch (dice) {
      case 66, 67, 68, 69, 70 -> die(container, 1);
      case 71, 72 -> die(container, KILLED);
      case 73, 74 -> stop(container);
      case 75, 76 -> pause(container);
      case 77, 78 -> unpause(container);
      case 79, 80 -> start(container);
      case 81 -> {
        stop(container);
        start(container);
      }
      case 82 -> exitWithZero(container);
      case 83, 84 -> dieInTheIce(container);
      case 85 -> recreate(container);
      case 86 -> remove(container);
      default -> {}
    }
  }

  private void die(Container container, int code) {
    if (container.status == Status.RUNNING) {
      world.runtime.end(container, Container.exit(code, false, world.clock.wall()), true, true);
    }
  }

  private void exitWithZero(Container container) {
    if (container.status == Status.RUNNING) {
      world.runtime.end(container, Container.exit(0, false, world.clock.wall()), false, true);
    }
  }

  private void stop(Container container) {
    if (container.alive()) {
      world.runtime.end(container, Container.exit(143, true, world.clock.wall()), false, true);
    }
  }

  private void pause(Container container) {
    if (container.status == Status.RUNNING) {
      container.set(Status.PAUSED, true);
      world.runtime.emit(container);
    }
  }

  private void unpause(Container container) {
    if (container.status == Status.PAUSED && !container.deadInTheIce) {
      container.set(Status.RUNNING, true);
      world.runtime.emit(container);
    }
  }

  private void start(Container container) {
    if (container.status == Status.EXITED || container.status == Status.CREATED) {
      world.invariants.othersActed(container.id);
      world.runtime.run(container, true);
    }
  }

  /** The engine goes on showing it as paused until somebody unpauses it. */
  private void dieInTheIce(Container container) {
    if (container.status == Status.PAUSED) {
      container.deadInTheIce = true;
    }
  }

  private void recreate(Container container) {
    if (container.alive()) {
      world.runtime.end(container, Container.exit(KILLED, true, world.clock.wall()), false, true);
    }
    world.invariants.othersActed(container.id);
    container.recreate();
    world.runtime.emit(container);
  }

  private void remove(Container container) {
    if (!container.alive()) {
      world.invariants.othersActed(container.id);
      container.set(Status.MISSING, true);
      world.runtime.emit(container);
      world.clock.after(Duration.ofSeconds(1 + random.nextInt(20)), () -> {
        if (container.status == Status.MISSING) {
          container.recreate();
          world.runtime.emit(container);
        }
      });
    }
  }

  /** The lies stop: everybody still waiting is answered, everything agrees, and a new request gets through. */
  private void end() {
    world.becomeHonest();
    pass(Duration.ofSeconds(75));
    world.checkNobodyIsForgotten();
    world.checkAgreement();
    for (BotId agent : orders == Orders.NONE ? List.<BotId>of() : AGENTS) {
      world.order(new SetKeep(agent, Mode.ASLEEP, Optional.empty(), false));
    }
    pass(Duration.ofSeconds(1));
    for (BotId agent : AGENTS) {
      checkItCanBeReached(agent);
    }
  }

  private void checkItCanBeReached(BotId agent) {
    State before = world.fleet().state(agent);
    World.Client last = world.arrive(agent, Duration.ofSeconds(30), Duration.ZERO);
    pass(Duration.ofSeconds(31));
    if (!last.wasServed() && before != State.FAILED && before != State.MISSING) {
      throw new Invariants.Broken(
          3,
          agent + " was " + before + " and could not be reached though everything works: "
              + last.refusal());
    }
  }
}

package io.reveille.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentRuntime;
import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Subscription;
import io.reveille.proxy.Doors;
import io.reveille.testing.ChangedSettings;
import io.reveille.testing.FakeJournal;
import io.reveille.testing.FakeRuntime;
import io.reveille.testing.ManualTimers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The real gate and the real keeper on threads of their own: two that go in and out, one that puts the agent to sleep
 * and wakes it, over and over. Nobody may be inside when the runtime is asked to pause.
 */
class KeeperStressTest {
  private static final BotId LAL = new BotId("lal");
  private static final int PAUSES = 20_000;
  private static final Duration IDLE = Duration.ofMillis(1);
  private static final AgentSettings SETTINGS =
      new ChangedSettings().idleTimeout(IDLE).stopAfter(Duration.ZERO).done();

  private final List<String> log = new ArrayList<>();
  private final ManualTimers timers = new ManualTimers();
  private final FakeRuntime runtime = new FakeRuntime(timers, log);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger entered = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private int pauses;
  private int violations;

  /** Looks who is inside at the very moment of the pause. */
  private final class Watched implements AgentRuntime {
    @Override
    public String name() {
      return runtime.name();
    }

    @Override
    public Future<Subscription> watch(Listener listener) {
      return runtime.watch(listener);
    }

    @Override
    public Future<List<Sighting>> list() {
      return runtime.list();
    }

    @Override
    public Future<Sighting> inspect(BotId agent) {
      return runtime.inspect(agent);
    }

    @Override
    public Future<Outcome> perform(Operation operation, Sighting target) {
      if (operation == Operation.PAUSE) {
        pauses++;
        violations += inside.get() > 0 ? 1 : 0;
      }
      log.clear();
      runtime.calls.clear();
      return runtime.perform(operation, target);
    }

    @Override
    public Future<List<LogLine>> logs(BotId agent, int tail) {
      return runtime.logs(agent, tail);
    }

    @Override
    public Future<Void> close() {
      return runtime.close();
    }
  }

  @Test
  void nobodyIsInsideWhenTheRuntimeIsAskedToPause() throws InterruptedException {
    Doors doors = new Doors(timers, wake -> Future.failedFuture("nobody is held here"));
    Breakers nobodyCrashes = (name, options) -> {
      throw new AssertionError("crashed");
    };
    Ports ports = new Ports(
        new Watched(),
        new FakeJournal(log),
        timers,
        new FakeProbe(),
        nobodyCrashes,
        () -> 0.5,
        new AlertDesk(List::of));
    Fleet fleet = new Fleet(ports, doors, new Fleet.Limits(() -> 0, () -> 0), event -> {});
    runtime.put(LAL, Status.RUNNING, SETTINGS);
    fleet.recall(new FakeJournal(log).memory);
    new Watched().watch(fleet);
    List<Thread> clients = List.of(client(doors), client(doors));
    clients.forEach(Thread::start);

    sleepAndWake(fleet.keeper(LAL).orElseThrow());

    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(violations).as("paused under a request").isZero();
    assertThat(pauses).isGreaterThanOrEqualTo(1000);
    assertThat(entered.get()).as("requests that got in").isGreaterThan(1000);
  }

  private void sleepAndWake(AgentKeeper lal) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (pauses < PAUSES && System.nanoTime() < deadline) {
      lal.sleep(Operation.PAUSE, Cause.IDLE_TIMEOUT, false);
      if (lal.state() == State.PAUSED) {
        lal.wake(IDLE, Cause.REQUEST);
      }
    }
  }

  /** In when it is let in, and out again. */
  private Thread client(Doors doors) {
    return new Thread(() -> {
      while (!over.get()) {
        if (doors.enter(LAL).isPresent()) {
          inside.incrementAndGet();
          entered.incrementAndGet();
          spin();
          inside.decrementAndGet();
          doors.leave(LAL);
        }
        spin();
      }
    });
  }

  /** Long enough to be seen inside, and never the same. */
  private static void spin() {
    for (int round = ThreadLocalRandom.current().nextInt(200); round > 0; round--) {
      Thread.onSpinWait();
    }
  }
}

package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.BotId;
import io.reveille.core.Generation;
import io.reveille.core.Traffic;
import io.reveille.testing.CountedTraffic;
import io.reveille.testing.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * One who enters and one who closes, again and again at the same instant. Whatever the memory of the machine
 * makes of it, it must not happen that one is inside and the other has counted nobody.
 */
class GateStressTest {
  private static final int ROUNDS = 400_000;
  private static final int STRIDE = 50; // side by side for so long, then they meet again
  private static final int SPINS = 1_000;
  private static final AgentView OPEN = view(State.RUNNING);
  private static final Traffic.Counter UNCOUNTED = new CountedTraffic().elsewhere();
  private static final AgentView CLOSED = view(State.IDLE);

  /** What one round leaves behind; written by one thread each, read after both have arrived. */
  private static final class Round {
    private final Gate gate = new Gate(OPEN, UNCOUNTED);
    private boolean entered;
    private int counted;
  }

  @Test
  void nobodyIsInsideAGateThatWasCountedEmptyAfterItWasClosed() throws InterruptedException {
    Round[] rounds = new Round[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = new Round();
    }
    AtomicInteger arrived = new AtomicInteger();
    Thread requests = new Thread(() -> {
      for (int i = 0; i < ROUNDS; i++) {
        meet(arrived, i);
        rounds[i].entered = rounds[i].gate.enter().isPresent();
      }
    });
    Thread sleeper = new Thread(() -> {
      for (int i = 0; i < ROUNDS; i++) {
        meet(arrived, i);
        rounds[i].gate.show(CLOSED);
        rounds[i].counted = rounds[i].gate.inFlight();
      }
    });
    requests.start();
    sleeper.start();
    requests.join();
    sleeper.join();

    int let = 0;
    for (int i = 0; i < ROUNDS; i++) {
      assertThat(rounds[i].entered && rounds[i].counted == 0)
          .as("round %d: inside, and counted as nobody", i)
          .isFalse();
      let += rounds[i].entered ? 1 : 0;
    }
    assertThat(let).as("both orders happened").isBetween(1, ROUNDS - 1);
  }

  /** Waits until both are here; which of them is told first changes from round to round. */
  @SuppressWarnings(
      "ThreadPriorityCheck") // nothing relies on it, it only saves time on few processors
  private static void meet(AtomicInteger arrived, int round) {
    if (round % STRIDE != 0) {
      return;
    }
    arrived.incrementAndGet();
    int spins = 0;
    while (arrived.get() < 2 * (round / STRIDE + 1)) {
      if (++spins % SPINS == 0) {
        Thread.yield(); // the other one may have no processor
      }
      Thread.onSpinWait();
    }
  }

  private static AgentView view(State state) {
    return new AgentView(
        new BotId("lal"),
        state,
        Generation.NONE,
        Optional.empty(),
        Settings.defaults(),
        Instant.EPOCH,
        0,
        WakeKind.NONE,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty());
  }
}

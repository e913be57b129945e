package io.reveille.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.reveille.simulation.Walk.Orders;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/**
 * Holds the invariants over random interleavings of requests, timers, answers, exits, operators and restarts of
 * Reveille. A walk that fails prints its seed, shortened to the fewest steps; add it below so that it stays.
 * {@code -Dreveille.walks=N -Dreveille.seed=S} walks more, or elsewhere; {@code random} is a seed, too.
 */
class SimulationTest {
  private static final int WALKS = Integer.getInteger("reveille.walks", 1000);
  private static final int STEPS = 200;

  private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.reveille.lifecycle");

  @BeforeAll
  static void silence() {
    LOG.setLevel(Level.OFF); // half of what happens in a walk is worth a warning
  }

  @AfterAll
  static void speakAgain() {
    LOG.setLevel(null);
  }

  /** The same walks at each build, so that a build says something of the change; {@code random} walks elsewhere. */
  private static long seed() {
    String seed = System.getProperty("reveille.seed", "7411");
    return seed.equals("random") ? new Random().nextInt(1_000_000_000) : Long.parseLong(seed);
  }

  @Test
  void invariantsHoldOnRandomWalks() {
    walk(Orders.NONE);
  }

  @Test
  void invariantsHoldWhileOperatorsKeepAgentsAwakeAndAsleep() {
    walk(Orders.SOME);
  }

  private static void walk(Orders orders) {
    long first = seed();
    System.out.println("simulation: " + WALKS + " walks of " + STEPS + " steps from seed " + first
        + ", orders: " + orders);
    for (long seed = first; seed < first + WALKS; seed++) {
      if (failure(seed, STEPS, orders).isPresent()) {
        int steps = shortest(seed, orders);
        throw failure(seed, steps, orders).orElseThrow();
      }
    }
  }

  /** Walks that once broke an invariant. */
  @ParameterizedTest
  @CsvSource({
    "1001497, 200", // an exit before a restart of Reveille was taken for booked
    "1002021, 191", // recreated while its restart was under way: started as if nothing had crashed
    "810008535, 149", // a late event showed it running while it was stopped out of a pause
    "238463273, 28", // our stop ended a run that somebody had just begun, and that was a crash
    "129856456, 143", // killed between a crash and its plan, and started by hand meanwhile
    "366721536, 155", // an attempt that was planned, forgotten with Reveille and never made
    "95337104, 62", // a container made anew was held to the backoff of the one before it
    "304630790, 82", // the same, over a restart of Reveille
    "655727338, 192" // a stop that was overtaken excused a crash of the run after it
  })
  void invariantsHoldWhereTheyOnceBroke(long seed, int steps) {
    assertThat(failure(seed, steps, Orders.NONE)).isEmpty();
  }

  private static Optional<AssertionError> failure(long seed, int steps, Orders orders) {
    try {
      new Walk(seed, steps, orders).go();
      return Optional.empty();
    } catch (AssertionError broken) {
      return Optional.of(broken);
    }
  }

  /** The fewest steps that still fail: a walk is its own prefix. */
  private static int shortest(long seed, Orders orders) {
    int steps = 0;
    while (failure(seed, steps, orders).isEmpty()) {
      steps++;
    }
    return steps;
  }
}

package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.Event;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.Settings;
import io.reveille.testing.Sightings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final Witness witness = new Witness(running(1, 1));

  private static Sighting running(int run, long takenAt) {
    return Sightings.of(LAL, Status.RUNNING, run, takenAt);
  }

  private static Sighting crashed(int run, Instant at, long takenAt) {
    return Sightings.exited(LAL, run, new Exit(1, false, false, at), takenAt);
  }

  private static Intent stopOf(Generation run) {
    return new Intent(LAL, Operation.STOP, run, NOW);
  }

  @Test
  void anExitCountsOnceWhoeverShowsItFirst() {
    assertThat(witness.judge(crashed(1, NOW, 2))).contains(Event.DIED);
    assertThat(witness.judge(crashed(1, NOW, 3))).isEmpty();
  }

  @Test
  void anExitCountsOnceThoughItsMomentIsToldDifferently() {
    witness.judge(crashed(1, NOW, 2));
    assertThat(witness.judge(crashed(1, NOW.plusMillis(5), 3))).isEmpty();
  }

  @Test
  void theExitOfAnOlderRunSaysNothingOfThisOne() {
    witness.judge(running(2, 5));
    assertThat(witness.judge(crashed(1, NOW, 4))).isEmpty();
    assertThat(witness.last().status()).isEqualTo(Status.RUNNING);
  }

  @Test
  void theExitOfThisRunIsNeverTooOld() {
    witness.judge(running(1, 5));
    assertThat(witness.judge(crashed(1, NOW, 4))).contains(Event.DIED);
  }

  @Test
  void nobodyRunsOnAfterTheirExit() {
    witness.judge(crashed(1, NOW, 2));
    assertThat(witness.judge(running(1, 3))).isEmpty();
    assertThat(witness.last().status()).isEqualTo(Status.EXITED);
  }

  @Test
  void theNextRunHasAnExitOfItsOwn() {
    witness.judge(crashed(1, NOW, 2));
    assertThat(witness.judge(running(2, 3))).contains(Event.UP);
    assertThat(witness.judge(crashed(2, NOW.plusSeconds(1), 4))).contains(Event.DIED);
  }

  @Test
  void anExitThatWasAskedForIsNoCrash() {
    witness.asked(stopOf(Sightings.run(LAL, 1)));
    assertThat(witness.judge(crashed(1, NOW.plusSeconds(1), 2))).contains(Event.ENDED);
  }

  @Test
  void aStopExcusesNoExitLongAfterIt() {
    witness.asked(stopOf(Sightings.run(LAL, 1)));
    Instant late = NOW.plus(Settings.defaults().stopTimeout()).plusSeconds(10);
    assertThat(witness.judge(crashed(1, late, 2))).contains(Event.DIED);
  }

  @Test
  void aStopOfAnotherContainerExcusesNothing() {
    witness.asked(stopOf(new Generation("another", "run 1")));
    assertThat(witness.judge(crashed(1, NOW.plusSeconds(1), 2))).contains(Event.DIED);
  }

  @Test
  void aStopThatWasOvertakenIsTakenBackOnceItIsAnswered() {
    Intent stop = stopOf(Sightings.run(LAL, 1));
    witness.asked(stop);
    witness.acceptEnd(crashed(1, NOW.plusSeconds(1), 2), stop);
    assertThat(witness.judge(crashed(1, NOW.plusSeconds(1), 3)))
        .as("that was the stop")
        .isEmpty();
    witness.judge(running(2, 4));
    assertThat(witness.judge(crashed(2, NOW.plusSeconds(2), 5))).contains(Event.DIED);
  }

  @Test
  void whatAnsweredBeforeAPauseNeedsNoProofAfterIt() {
    witness.answers(Sightings.run(LAL, 1));
    witness.judge(Sightings.of(LAL, Status.PAUSED, 1, 2));
    assertThat(witness.judge(running(1, 3))).contains(Event.THAWED);
    assertThat(witness.judge(running(2, 4))).contains(Event.UP);
  }
}

package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.Settings;
import io.reveille.testing.Sightings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HandsTest {
  private final Rig rig = new Rig();
  private final List<Sighting> heard = new ArrayList<>();
  private final Hands hands = new Hands(rig.ports(), heard::add, () -> "lal#1");

  @BeforeEach
  void slowly() {
    rig.runtime.put(LAL, Status.RUNNING, Settings.defaults());
    rig.runtime.slow = true;
  }

  private Future<Outcome> perform(Operation operation) {
    return hands.perform(operation, () -> rig.runtime.now(LAL));
  }

  private Sighting seen(Status status, Duration later) {
    return Sightings.of(LAL, status, 1, rig.timers.nanos() + later.toNanos());
  }

  @Test
  void theSecondOperationWaitsForTheFirst() {
    perform(Operation.PAUSE);
    Future<Outcome> second = perform(Operation.STOP);
    assertThat(rig.calls()).containsExactly("pause lal");
    rig.runtime.finish();
    assertThat(rig.calls()).containsExactly("pause lal", "stop lal");
    assertThat(second.isComplete()).isFalse();
    rig.runtime.finish();
    assertThat(second.result().sighting().status()).isEqualTo(Status.EXITED);
    assertThat(hands.areBusy()).isFalse();
  }

  @Test
  void theNewestOfWhatWasSeenMeanwhileIsToldWhenNothingIsUnderWay() {
    perform(Operation.PAUSE);
    perform(Operation.UNPAUSE);
    Sighting newest = seen(Status.MISSING, Duration.ofSeconds(2));
    hands.putOff(newest);
    hands.putOff(seen(Status.PAUSED, Duration.ofSeconds(1)));
    rig.runtime.finish();
    assertThat(heard).isEmpty();
    rig.runtime.finish();
    assertThat(heard).containsExactly(newest);
  }

  @Test
  void whatIsOlderThanTheAnswerIsNoNews() {
    perform(Operation.PAUSE);
    hands.putOff(seen(Status.RUNNING, Duration.ZERO));
    rig.advance(Duration.ofMillis(1));
    rig.runtime.finish();
    assertThat(heard).isEmpty();
  }
}

package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.Cause;
import io.reveille.core.Operation;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.ChangedSettings;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was asked for a state that is over changes nothing in the next one. */
class StaleAnswersTest {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private final Rig rig = new Rig();

  @BeforeEach
  void answerWhenTheTestSaysSo() {
    rig.probe.answersAtOnce = false;
  }

  private void crashesInItsWakeAndIsAttemptedAgain() {
    rig.with("lal", Status.CREATED).start();
    rig.wake();
    rig.runtime.exits(LAL, 1);
    rig.advance(Duration.ofSeconds(10));
    assertThat(rig.probe.waiting()).isEqualTo(2);
    assertThat(rig.state()).isEqualTo(State.RESTARTING);
  }

  @Test
  void theProofOfAnOlderRunDoesNotOpenTheGateToTheNext() {
    crashesInItsWakeAndIsAttemptedAgain();
    rig.probe.answer(); // that of the first wake
    assertThat(rig.state()).isEqualTo(State.RESTARTING);
    assertThat(rig.gate().view.open()).isFalse();
    rig.probe.answer();
    assertThat(rig.gate().view.open()).isTrue();
  }

  @Test
  void theFailureOfAnOlderWakeDoesNotEndTheNext() {
    crashesInItsWakeAndIsAttemptedAgain();
    rig.clear();
    rig.probe.timeOut(); // that of the first wake
    assertThat(rig.calls()).isEmpty();
    assertThat(rig.eventNames()).isEmpty();
    assertThat(rig.state()).isEqualTo(State.RESTARTING);
  }

  @Test
  void aStartThatAnOperatorOvertookIsNotProvedAnyMore() {
    rig.with("lal", Status.CREATED).start();
    rig.runtime.slow = true;
    rig.wake();
    rig.lal().sleep(Operation.STOP, Cause.ADMIN, false);
    rig.runtime.finish(); // the start
    assertThat(rig.probe.waiting()).isZero();
    rig.runtime.finish(); // the stop
    assertThat(rig.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void aSleepThatWasOvertakenBeforeItsIntentWasWrittenIsNotBegun() {
    rig.probe.answersAtOnce = true;
    rig.with("lal", Status.RUNNING).start().clear();
    rig.journal.slow = true;
    rig.advance(IDLE);
    rig.runtime.exits(LAL, 1);
    assertThat(rig.state()).isEqualTo(State.RESTARTING);
    while (rig.journal.underWay() > 0) {
      rig.journal.finish();
    }
    assertThat(rig.calls()).isEmpty();
  }

  @Test
  void anAnswerWhetherItWasBusyStopsNobodyWhoIsPausedByNow() {
    rig.probe.answersAtOnce = true;
    rig.probe.busyAnswersAtOnce = false;
    rig.with(
            "lal",
            Status.RUNNING,
            new ChangedSettings()
                .busy("/busy", Duration.ofHours(2))
                .idleAction(IdleAction.STOP)
                .done())
        .start()
        .clear();
    rig.advance(IDLE);
    rig.runtime.set(LAL, Status.PAUSED); // by hand
    rig.runtime.tell(LAL);

    rig.probe.askedWhetherBusy().complete(false);

    assertThat(rig.calls()).isEmpty();
    assertThat(rig.state()).isEqualTo(State.PAUSED);
  }
}

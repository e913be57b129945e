package io.reveille.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.ChangedSettings;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdleClockTest {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private final Rig rig = new Rig();

  @BeforeEach
  void askWhetherBusy() {
    rig.probe.busyAnswersAtOnce = false;
    rig.with(
            "lal",
            Status.RUNNING,
            new ChangedSettings().busy("/busy", Duration.ofHours(2)).done())
        .start()
        .clear();
    rig.advance(IDLE);
  }

  @Test
  void whoeverCannotSayWhetherItIsBusyIsNot() {
    rig.probe.askedWhetherBusy().fail("[not json");
    assertThat(rig.state()).isEqualTo(State.PAUSED);
  }

  @Test
  void aRequestWhileItIsAskedPutsTheSleepOff() {
    rig.advance(Duration.ofMillis(500));
    rig.gate().lastActivity = rig.timers.nanos();
    rig.probe.askedWhetherBusy().complete(false);
    assertThat(rig.state()).isEqualTo(State.RUNNING);

    rig.advance(IDLE);
    rig.probe.askedWhetherBusy().complete(false);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
  }
}

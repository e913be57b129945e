package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.Act.Action;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.LoggedLines;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By its ID, all that the log says of one wake or sleep is found. */
class StepsInTheLogTest {
  private final Rig rig = new Rig().with("lal", Status.EXITED).start();
  private final LoggedLines log = new LoggedLines("io.reveille.lifecycle");

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aWakeHasOneIdFromItsTroublesToItsEnd() {
    rig.runtime.cutOff = true;
    rig.wake();
    String wake = "wake=" + LAL + "#" + rig.lal().version();
    rig.runtime.cutOff = false;
    rig.runtime.start(LAL);
    rig.advance(Duration.ofSeconds(1));

    assertThat(log.fieldsOf("what came of start is unknown")).containsExactly(wake);
    assertThat(log.fieldsOf("is awake after")).containsExactly(wake);
  }

  @Test
  void eachWakeHasItsOwn() {
    rig.probe.answersAtOnce = false;
    rig.wake();
    String first = "wake=" + LAL + "#" + rig.lal().version();
    rig.probe.timeOut();
    rig.wake();
    String second = "wake=" + LAL + "#" + rig.lal().version();
    rig.probe.timeOut();

    assertThat(log.fieldsOf("did not wake")).containsExactly(first, second);
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void soHasASleep() {
    rig.wake();
    rig.runtime.refusal = "device busy";
    rig.runtime.slow = true;
    rig.act(Action.STOP, false, Duration.ZERO);
    String sleep = "sleep=" + LAL + "#" + rig.lal().version();
    rig.runtime.finish();

    assertThat(log.fieldsOf("did not go as it should")).containsExactly(sleep);
  }
}

package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.Exit;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrashSupervisorTest {
  private final Rig rig = new Rig();

  /** As an earlier Reveille left it, with {@code wait} to go until the attempt. */
  private void restarting(Duration wait) {
    rig.with("lal", Status.RUNNING);
    rig.runtime.end(LAL, 1, false);
    Restarts restarts =
        new Restarts(2, Optional.of(rig.timers.wall().plus(wait)), Optional.of(rig.timers.wall()));
    Optional<Exit> exit = rig.runtime.now(LAL).exit();
    rig.remembering("lal", State.RESTARTING, rig.runtime.now(LAL).generation(), restarts, exit);
    rig.start().clear();
  }

  @Test
  void aClockThatWasSetBackMakesTheWaitNoLongerThanItCanBe() {
    restarting(Duration.ofHours(10));
    rig.advance(Duration.ofMinutes(5));
    assertThat(rig.calls()).containsExactly("start lal");
  }

  @Test
  void anAttemptThatFellDueWhileReveilleWasAwayIsMadeAtOnce() {
    restarting(Duration.ofHours(-1));
    rig.advance(Duration.ofMillis(1));
    assertThat(rig.calls()).containsExactly("start lal");
  }

  @Test
  void theAttemptsOfAnEarlierReveilleCount() {
    restarting(Duration.ofSeconds(1));
    rig.advance(Duration.ofSeconds(1));
    rig.runtime.exits(LAL, 1);
    assertThat(rig.last("agent.restarting").attempt()).isEqualTo(3);
    rig.advance(Duration.ofMinutes(5));
    rig.runtime.exits(LAL, 1);
    assertThat(rig.state()).isEqualTo(State.FAILED);
  }
}

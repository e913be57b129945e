package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentReport.Breaker;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.Cause;
import io.reveille.core.Exit;
import io.reveille.core.Operation;
import io.reveille.core.RestartPolicy;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.ChangedSettings;
import io.reveille.testing.Settings;
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

  private void running() {
    rig.with("lal", Status.RUNNING, neverIdle().done()).start().clear();
  }

  private static ChangedSettings neverIdle() {
    return new ChangedSettings().idleTimeout(Duration.ZERO);
  }

  private void crash() {
    rig.runtime.exits(LAL, 1);
  }

  private void crashUntilItIsGivenUp() {
    crash();
    for (int attempt = 0; attempt < 3; attempt++) {
      rig.advance(Duration.ofSeconds(10L << attempt));
      crash();
    }
    assertThat(rig.state()).isEqualTo(State.FAILED);
  }

  private Breaker breaker() {
    return Reports.of(rig.lal()).breaker();
  }

  @Test
  void anAgentThatNeverCrashedHasNoBreakerAndOneThatDidHasOne() {
    running();
    rig.advance(Duration.ofHours(1));
    assertThat(rig.breakers).isEmpty();
    crashUntilItIsGivenUp();
    assertThat(rig.breakers).hasSize(1);
    assertThat(rig.breakers.get(0).getNotificationAddress())
        .as("it tells nobody")
        .isNull();
  }

  @Test
  void theBreakerIsOpenWhenTheAgentHasFailedAndClosesWhenItIsStableAgain() {
    running();
    assertThat(breaker()).isEqualTo(Breaker.CLOSED);
    crashUntilItIsGivenUp();
    assertThat(breaker()).isEqualTo(Breaker.OPEN);
    rig.advance(Duration.ofMinutes(15));
    assertThat(breaker()).isEqualTo(Breaker.HALF_OPEN);
    rig.wake();
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(breaker()).as("on trial").isEqualTo(Breaker.HALF_OPEN);
    rig.advance(Duration.ofMinutes(10));
    assertThat(breaker()).isEqualTo(Breaker.CLOSED);
    assertThat(Reports.of(rig.lal()).restarts()).isEqualTo(Restarts.NONE);
  }

  @Test
  void manyMessagesAreOneTrial() {
    running();
    crashUntilItIsGivenUp();
    rig.clear().advance(Duration.ofMinutes(15));
    rig.runtime.slow = true;
    rig.wake();
    rig.wake();
    rig.wake();
    rig.runtime.finish();
    assertThat(rig.calls()).containsExactly("start lal");
    crash();
    assertThat(rig.state()).isEqualTo(State.FAILED);
    assertThat(rig.runtime.underWay()).isZero();
  }

  @Test
  void aTrialThatFailedBeginsTheWholeCoolDownAnewAlsoForTheNextReveille() {
    running();
    crashUntilItIsGivenUp();
    rig.advance(Duration.ofMinutes(5));
    rig.restart();
    assertThat(breaker()).isEqualTo(Breaker.OPEN);
    rig.advance(Duration.ofMinutes(10));
    assertThat(breaker()).as("what was left of it is over").isEqualTo(Breaker.HALF_OPEN);
    rig.wake();
    crash();
    rig.advance(Duration.ofMinutes(15).minusMillis(1));
    assertThat(breaker()).isEqualTo(Breaker.OPEN);
    rig.advance(Duration.ofMillis(1));
    assertThat(breaker()).isEqualTo(Breaker.HALF_OPEN);
  }

  @Test
  void withoutACoolDownOnlyAnAdminCanHelp() {
    rig.with("lal", Status.RUNNING, Settings.restarting(neverIdle().done(), onlyByAdmin()))
        .start()
        .clear();
    crashUntilItIsGivenUp();
    rig.advance(Duration.ofDays(30));
    assertThat(breaker()).isEqualTo(Breaker.OPEN);
    rig.lal().reset();
    assertThat(breaker()).isEqualTo(Breaker.CLOSED);
    rig.wake();
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  private static RestartPolicy onlyByAdmin() {
    RestartPolicy usual = Settings.defaults().restarts();
    return new RestartPolicy(
        usual.max(), usual.backoff(), usual.backoffMax(), usual.resetAfter(), Duration.ZERO);
  }

  @Test
  void attemptsThatTheRuntimeRefusedAreNotTakenForTheStableRunBeforeThem() {
    running();
    rig.advance(Duration.ofHours(1));
    crash();
    rig.runtime.refusal = "port is already allocated";
    rig.advance(Duration.ofSeconds(10 + 20 + 40));
    assertThat(rig.state()).isEqualTo(State.FAILED);
    assertThat(rig.calls()).containsExactly("start lal", "start lal", "start lal");
  }

  @Test
  void theTimeThatReveilleWasAwayBelongsToNoRun() {
    running();
    crash();
    rig.advance(Duration.ofSeconds(10));
    rig.runtime.end(LAL, 1, false);
    rig.fleet.close();
    rig.advance(Duration.ofHours(1));
    rig.restart();
    assertThat(rig.last("agent.restarting").attempt()).isEqualTo(2);
  }

  @Test
  void aPauseDoesNotMakeItLessStable() {
    rig.with(
            "lal",
            Status.RUNNING,
            new ChangedSettings().stopAfter(Duration.ZERO).done())
        .start()
        .clear();
    crash();
    rig.advance(Duration.ofMinutes(5));
    rig.lal().sleep(Operation.PAUSE, Cause.ADMIN, false);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    rig.advance(Duration.ofMinutes(6));
    assertThat(Reports.of(rig.lal()).restarts().attempts()).isZero();
  }

  @Test
  void whoeverStartsItByHandNeedNotFearTheAttemptThatWasPlanned() {
    running();
    crash();
    rig.runtime.start(LAL);
    rig.runtime.tell(LAL);
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    rig.advance(Duration.ofMinutes(1));
    assertThat(rig.calls()).isEmpty();
    crash();
    assertThat(rig.last("agent.restarting").attempt())
        .as("nothing is forgotten")
        .isEqualTo(2);
    rig.advance(Duration.ofSeconds(20));
    assertThat(rig.calls()).containsExactly("start lal");
  }

  @Test
  void aBudgetThatBecameSmallerMeanwhileHolds() {
    running();
    crash();
    rig.advance(Duration.ofSeconds(10));
    rig.runtime.configure(LAL, Settings.of(Duration.ZERO, IdleAction.NONE, Duration.ZERO, 1));
    crash();
    assertThat(rig.state()).isEqualTo(State.FAILED);
    assertThat(rig.calls()).containsExactly("start lal");
  }
}

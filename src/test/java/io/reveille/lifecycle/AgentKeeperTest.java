package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static io.reveille.lifecycle.Rig.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentRecord;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Cause;
import io.reveille.core.Operation;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.ChangedSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentKeeperTest {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private final Rig rig = new Rig();

  private Rig lal(Status status) {
    return rig.with("lal", status).start().clear();
  }

  private Rig lal(Status status, AgentSettings settings) {
    return rig.with("lal", status, settings).start().clear();
  }

  private static Outcome outcome(Future<WakeReply> reply) {
    return reply.result().outcome();
  }

  @Test
  void secondRequestJoinsTheWakeUnderWay() {
    lal(Status.PAUSED);
    rig.runtime.slow = true;
    Future<WakeReply> first = rig.wake();
    Future<WakeReply> second = rig.wake();
    assertThat(first.isComplete()).isFalse();

    rig.runtime.finish();

    assertThat(outcome(first)).isEqualTo(Outcome.READY);
    assertThat(outcome(second)).isEqualTo(Outcome.READY);
    assertThat(rig.calls()).containsExactly("unpause lal");
  }

  @Test
  void whatSomebodyWaitsForComesBeforeItIsToldToOthers() {
    lal(Status.PAUSED);
    rig.runtime.slow = true;
    rig.wake().onSuccess(reply -> rig.log.add("answer"));
    rig.runtime.finish();

    assertThat(rig.log)
        .containsSubsequence(
            "show starting",
            "perform unpause",
            "tell agent.waking",
            "show running",
            "answer",
            "tell agent.ready");
  }

  @Test
  void aThousandRequestsAreOneWake() {
    lal(Status.CREATED);
    rig.runtime.slow = true;
    for (int request = 0; request < 1000; request++) {
      rig.wake();
    }
    rig.runtime.finish();
    assertThat(rig.calls()).containsExactly("start lal");
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void whatIsStartedMustAnswerBeforeItCounts() {
    rig.probe.answersAtOnce = false;
    lal(Status.CREATED);
    Future<WakeReply> request = rig.wake();
    assertThat(rig.state()).isEqualTo(State.STARTING);
    assertThat(rig.gate().view.open()).isFalse();

    rig.probe.answer();

    assertThat(outcome(request)).isEqualTo(Outcome.READY);
    assertThat(rig.gate().view.open()).isTrue();
    assertThat(rig.gate().view.lastWake()).isEqualTo(WakeKind.START);
  }

  @Test
  void whatWasListeningBeforeThePauseIsNotAskedAgain() {
    lal(Status.PAUSED);
    rig.wake();
    assertThat(rig.probe.asked).isZero();
    assertThat(rig.gate().view.lastWake()).isEqualTo(WakeKind.UNPAUSE);
  }

  @Test
  void whatWasPausedBeforeItEverAnsweredMustAnswerFirst() {
    rig.probe.answersAtOnce = false;
    lal(Status.CREATED);
    rig.wake();
    rig.runtime.set(LAL, Status.PAUSED);
    rig.runtime.tell(LAL);
    assertThat(rig.state()).isEqualTo(State.PAUSED);

    Future<WakeReply> request = rig.wake();

    assertThat(request.isComplete()).isFalse();
    assertThat(rig.state()).isEqualTo(State.STARTING);
  }

  @Test
  void everyoneHeldIsRefusedWhenTheWakeTakesTooLong() {
    rig.probe.answersAtOnce = false;
    lal(Status.CREATED);
    Future<WakeReply> first = rig.wake();
    Future<WakeReply> second = rig.wake();

    rig.probe.timeOut();

    assertThat(outcome(first)).isEqualTo(Outcome.WAKE_FAILED);
    assertThat(second.result().detail()).isEqualTo("It did not wake: not ready after 60 s.");
    assertThat(rig.calls()).containsExactly("start lal", "stop lal");
    assertThat(rig.state()).isEqualTo(State.STOPPED);
    assertThat(rig.last("agent.wake-failed").detail()).isEqualTo("Not ready after 60 s.");
  }

  @Test
  void theTroubleOfOneWakeDoesNotExplainTheNext() {
    rig.probe.answersAtOnce = false;
    lal(Status.CREATED);
    rig.wake();
    rig.probe.timeOut();
    Future<WakeReply> next = rig.wake();
    rig.advance(Duration.ofSeconds(1));
    rig.runtime.exits(LAL, 0);
    assertThat(next.result().detail()).isEqualTo("It ended with exit code 0 while it was woken.");
    assertThat(rig.last("agent.waking").detail()).isEmpty();
  }

  @Test
  void aRequestThatLeavesOrExpiresDoesNotEndTheWake() {
    lal(Status.PAUSED);
    rig.runtime.slow = true;
    Future<WakeReply> request = rig.wake();
    rig.advance(PATIENCE);
    assertThat(outcome(request)).isEqualTo(Outcome.STILL_WAKING);

    rig.runtime.finish();
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void fallsAsleepWhenItHasBeenQuiet() {
    lal(Status.RUNNING);
    rig.advance(IDLE.minusMillis(1));
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    rig.advance(Duration.ofMillis(1));
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    assertThat(rig.calls()).containsExactly("pause lal");
    assertThat(rig.eventNames()).containsExactly("agent.idle", "agent.paused");
    assertThat(rig.last("agent.idle").cause()).contains(Cause.IDLE_TIMEOUT);
  }

  /** The protocol of DESIGN in one line; each order was found necessary. */
  @Test
  void closesTheGateThenCountsThenWritesThenPauses() {
    lal(Status.RUNNING);
    rig.advance(IDLE.minusMillis(1));
    rig.clear();
    rig.advance(Duration.ofMillis(1));
    assertThat(rig.log.subList(rig.log.indexOf("show idle"), rig.log.size()))
        .containsExactly(
            "show idle",
            "record idle",
            "tell agent.idle",
            "count",
            "intend pause",
            "perform pause",
            "show paused",
            "record paused",
            "tell agent.paused");
  }

  @Test
  void activityPutsItOff() {
    lal(Status.RUNNING);
    rig.advance(IDLE.minusSeconds(1));
    rig.gate().lastActivity = rig.timers.nanos();
    rig.advance(Duration.ofSeconds(2));
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    rig.advance(IDLE);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
  }

  @Test
  void isNotPutToSleepWhileARequestIsInFlight() {
    lal(Status.RUNNING);
    rig.gate().inFlight = 1;
    rig.advance(IDLE.multipliedBy(3));
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(rig.calls()).isEmpty();
  }

  @Test
  void whoeverGotInWhileTheGateClosedKeepsItAwake() {
    lal(Status.RUNNING);
    rig.gate().inFlight = 1;

    rig.lal().sleep(Operation.PAUSE, Cause.IDLE_TIMEOUT, false);

    assertThat(rig.calls()).isEmpty();
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(rig.gate().view.open())
        .as("a refused sleep opens the gate again")
        .isTrue();
  }

  @Test
  void aRequestDuringThePauseWakesItRightBehind() {
    lal(Status.RUNNING);
    rig.runtime.slow = true;
    rig.advance(IDLE);
    Future<WakeReply> request = rig.wake();
    assertThat(request.isComplete()).isFalse();

    rig.runtime.finish();
    rig.runtime.finish();

    assertThat(outcome(request)).isEqualTo(Outcome.READY);
    assertThat(rig.calls()).containsExactly("pause lal", "unpause lal");
  }

  @Test
  void aRequestBeforeThePauseIsBegunKeepsItAwake() {
    lal(Status.RUNNING);
    rig.advance(Duration.ofMillis(200)); // its wake is written down
    rig.journal.slow = true;
    rig.advance(IDLE);
    Future<WakeReply> request = rig.wake();
    rig.journal.finish(); // idle
    rig.journal.finish(); // the intent
    assertThat(outcome(request)).isEqualTo(Outcome.READY);
    assertThat(rig.calls()).isEmpty();
  }

  @Test
  void aWakeIsWrittenDownAMomentLaterWhenNobodyWaitsForItAnyMore() {
    lal(Status.PAUSED);
    rig.advance(Duration.ofMillis(200));
    rig.wake();
    assertThat(rig.journal.records.get(LAL))
        .extracting(AgentRecord::state)
        .isNotEqualTo(State.RUNNING);

    rig.advance(Duration.ofMillis(200));

    assertThat(rig.journal.records.get(LAL))
        .extracting(AgentRecord::state)
        .isEqualTo(State.RUNNING);
  }

  @Test
  void isNotPutToSleepWhenTheIntentCannotBeWritten() {
    lal(Status.RUNNING);
    rig.journal.full = true;
    rig.advance(IDLE);
    assertThat(rig.calls()).isEmpty();
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aRefusedPauseLeavesItRunningAndOpen() {
    lal(Status.RUNNING);
    rig.runtime.refusal = "busy";
    rig.advance(IDLE);
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(rig.gate().view.open()).isTrue();
  }

  @Test
  void anUnknownOutcomeIsLookedAtAndNeverRepeated() {
    lal(Status.PAUSED);
    rig.runtime.slow = true;
    Future<WakeReply> request = rig.wake();
    rig.runtime.set(LAL, Status.RUNNING); // it was done, but the answer is lost
    rig.runtime.cutOff = true;
    rig.runtime.finish();
    rig.advance(Duration.ofSeconds(5));
    assertThat(request.isComplete()).isFalse();

    rig.runtime.cutOff = false;
    rig.advance(Duration.ofSeconds(10));

    assertThat(outcome(request)).isEqualTo(Outcome.READY);
    assertThat(rig.calls()).containsExactly("unpause lal");
  }

  @Test
  void foundDeadInTheIceItIsStarted() {
    lal(Status.PAUSED);
    rig.runtime.slow = true;
    Future<WakeReply> request = rig.wake();
    rig.runtime.end(LAL, 137, false); // the unpause brings it to light
    rig.runtime.finish();
    rig.runtime.finish();

    assertThat(outcome(request)).isEqualTo(Outcome.READY);
    assertThat(rig.calls()).containsExactly("unpause lal", "start lal");
    assertThat(rig.eventNames()).doesNotContain("agent.crashed");
  }

  @Test
  void recreatedUnderTheWakeTheNewOneIsStarted() {
    lal(Status.CREATED);
    rig.runtime.slow = true;
    Future<WakeReply> request = rig.wake();
    rig.runtime.recreate(LAL);
    rig.runtime.refusal = "no such container";
    rig.runtime.finish();
    rig.runtime.refusal = "";
    rig.runtime.finish();
    assertThat(outcome(request)).isEqualTo(Outcome.READY);
    assertThat(rig.calls()).containsExactly("start lal", "start lal");
  }

  @Test
  void aBusyAgentIsAskedAgainAndSleepsAtLast() {
    AgentSettings settings =
        new ChangedSettings().busy("/busy", Duration.ofHours(2)).done();
    lal(Status.RUNNING, settings);
    rig.probe.busy = true;
    rig.advance(Duration.ofHours(2));
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(rig.probe.askedWhetherBusy).isEqualTo(4);
    rig.advance(Duration.ofMinutes(30));
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    assertThat(rig.last("agent.idle").detail())
        .isEqualTo("Still busy after 7200 s, put to sleep anyway.");
  }

  @Test
  void anAgentThatIsNoLongerBusySleeps() {
    lal(Status.RUNNING, new ChangedSettings().busy("/busy", Duration.ofHours(2)).done());
    rig.probe.busy = true;
    rig.advance(IDLE);
    rig.probe.busy = false;
    rig.advance(IDLE);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    assertThat(rig.last("agent.idle").detail()).isEmpty();
  }

  @Test
  void aLongPauseBecomesAStop() {
    lal(Status.PAUSED);
    rig.advance(Duration.ofHours(6).minusMillis(1));
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    rig.advance(Duration.ofMillis(1));
    assertThat(rig.state()).isEqualTo(State.STOPPED);
    assertThat(rig.last("agent.stopped").cause()).contains(Cause.STOP_AFTER);
  }

  @Test
  void theStopAfterAPauseIsForgottenWhenItWakes() {
    lal(Status.PAUSED, new ChangedSettings().idleTimeout(Duration.ZERO).done());
    rig.wake();
    rig.advance(Duration.ofHours(7));
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aShorterStopAfterHoldsForWhoIsPausedAlready() {
    lal(Status.PAUSED);
    rig.runtime.configure(
        LAL, new ChangedSettings().stopAfter(Duration.ofHours(1)).done());
    rig.runtime.tell(LAL);
    rig.advance(Duration.ofHours(1));
    assertThat(rig.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void zeroMeansNever() {
    lal(Status.RUNNING, new ChangedSettings().idleTimeout(Duration.ZERO).done());
    rig.advance(Duration.ofDays(7));
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void theIdleActionStopStopsAndNoneDoesNothing() {
    lal(Status.RUNNING, new ChangedSettings().idleAction(IdleAction.STOP).done());
    rig.advance(IDLE);
    assertThat(rig.state()).isEqualTo(State.STOPPED);

    Rig other = new Rig()
        .with(
            "lal",
            Status.RUNNING,
            new ChangedSettings().idleAction(IdleAction.NONE).done())
        .start();
    other.advance(IDLE.multipliedBy(10));
    assertThat(other.state()).isEqualTo(State.RUNNING);
  }

  /** Time begins at 10:00 UTC on a Sunday. */
  @Test
  void isWokenForItsAwakeHoursAndKeptAwakeUntilTheyEnd() {
    lal(Status.CREATED, new ChangedSettings().awakeHours("Sun 11:00-13:00").done());
    rig.advance(Duration.ofHours(1));
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(rig.last("agent.waking").cause()).contains(Cause.SCHEDULE);
    rig.advance(Duration.ofMinutes(119));
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    rig.advance(Duration.ofMinutes(31));
    assertThat(rig.state()).isEqualTo(State.PAUSED);
  }

  @Test
  void aChangedIdleTimeoutHoldsAtOnce() {
    lal(Status.RUNNING);
    rig.advance(Duration.ofMinutes(10));
    rig.runtime.configure(
        LAL, new ChangedSettings().idleTimeout(Duration.ofMinutes(5)).done());
    rig.runtime.tell(LAL);
    rig.advance(Duration.ofMillis(1));
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    assertThat(rig.eventNames()).contains("agent.updated");
    assertThat(rig.last("agent.updated").detail()).isEqualTo("Its settings have changed.");
  }

  @Test
  void aCrashIsRestartedAfterItsBackoff() {
    lal(Status.RUNNING);
    rig.runtime.exits(LAL, 1);
    assertThat(rig.state()).isEqualTo(State.RESTARTING);
    assertThat(rig.eventNames()).containsExactly("agent.crashed", "agent.restarting");
    assertThat(rig.last("agent.crashed").exit().orElseThrow().code()).isEqualTo(1);

    rig.advance(Duration.ofSeconds(10).minusMillis(1));
    assertThat(rig.calls()).isEmpty();
    rig.advance(Duration.ofMillis(1));
    assertThat(rig.calls()).containsExactly("start lal");
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(rig.eventNames()).endsWith("agent.ready", "agent.recovered");
  }

  @Test
  void aMessageDoesNotSkipTheBackoff() {
    lal(Status.RUNNING);
    rig.runtime.exits(LAL, 1);
    Future<WakeReply> patient = rig.wake();
    Future<WakeReply> hasty = rig.lal().wake(Duration.ofSeconds(3), Cause.REQUEST);
    assertThat(outcome(hasty)).isEqualTo(Outcome.RESTARTING);
    assertThat(hasty.result().retryAfter()).isEqualTo(Duration.ofSeconds(10));
    assertThat(patient.isComplete()).isFalse();
    assertThat(rig.calls()).isEmpty();
    rig.advance(Duration.ofSeconds(10));
    assertThat(outcome(patient)).isEqualTo(Outcome.READY);
  }

  private void crashUntilItIsGivenUp() {
    for (int crash = 0; crash < 4; crash++) {
      rig.runtime.exits(LAL, 1);
      if (crash < 3) {
        rig.advance(Duration.ofSeconds(10L << crash));
      }
    }
    assertThat(rig.state()).isEqualTo(State.FAILED);
  }

  @Test
  void isGivenUpWhenItsRestartsAreUsedUp() {
    lal(Status.RUNNING);
    crashUntilItIsGivenUp();
    assertThat(rig.calls()).containsExactly("start lal", "start lal", "start lal");
    assertThat(rig.last("agent.failed").detail())
        .isEqualTo("It crashed with exit code 1 and all its restarts are used up."
            + " It crashed first at 2026-11-22T10:00:00Z.");
    assertThat(rig.last("agent.failed").attempt()).isEqualTo(3);
    Future<WakeReply> request = rig.wake();
    assertThat(outcome(request)).isEqualTo(Outcome.FAILED);
    assertThat(request.result().retryAfter()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void afterTheCoolDownOneMessageMayTry() {
    lal(Status.RUNNING);
    crashUntilItIsGivenUp();
    rig.clear();
    rig.advance(Duration.ofMinutes(15));
    assertThat(rig.calls()).as("nothing happens by itself").isEmpty();
    assertThat(outcome(rig.wake())).isEqualTo(Outcome.READY);
    assertThat(rig.eventNames()).contains("agent.recovered");

    rig.runtime.exits(LAL, 1);
    assertThat(rig.state()).as("one trial, no new budget").isEqualTo(State.FAILED);
  }

  @Test
  void aRestartOfReveilleResetsNoBackoff() {
    lal(Status.RUNNING);
    rig.runtime.exits(LAL, 1);
    rig.advance(Duration.ofSeconds(4));
    rig.clear();

    rig.restart();

    assertThat(rig.state()).isEqualTo(State.RESTARTING);
    rig.advance(Duration.ofMillis(5999));
    assertThat(rig.calls()).isEmpty();
    rig.advance(Duration.ofMillis(1));
    assertThat(rig.calls()).containsExactly("start lal");
    rig.runtime.exits(LAL, 1);
    rig.restart();
    rig.advance(Duration.ofSeconds(19));
    assertThat(rig.calls()).as("the second wait is twice as long").hasSize(1);
  }

  @Test
  void stableForLongEnoughItBeginsANewCount() {
    lal(Status.RUNNING, new ChangedSettings().idleTimeout(Duration.ZERO).done());
    rig.runtime.exits(LAL, 1);
    rig.advance(Duration.ofMinutes(11));
    rig.runtime.exits(LAL, 1);
    assertThat(rig.last("agent.restarting").attempt()).isEqualTo(1);
  }

  @Test
  void exitCodeZeroIsNoCrash() {
    lal(Status.RUNNING);
    rig.runtime.exits(LAL, 0);
    assertThat(rig.state()).isEqualTo(State.STOPPED);
    assertThat(rig.eventNames()).containsExactly("agent.stopped");
  }

  @Test
  void anAnnouncedStopIsNoCrash() {
    lal(Status.RUNNING);
    rig.runtime.end(LAL, 143, true);
    rig.runtime.tell(LAL);
    assertThat(rig.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void ourOwnStopIsNoCrash() {
    lal(Status.RUNNING);
    rig.lal().sleep(Operation.STOP, Cause.ADMIN, false);
    rig.runtime.tell(LAL); // the same exit once more, as an event
    assertThat(rig.state()).isEqualTo(State.STOPPED);
    assertThat(rig.eventNames()).containsExactly("agent.idle", "agent.stopped");
  }

  @Test
  void anExitOfAnOlderRunChangesNothing() {
    lal(Status.RUNNING);
    rig.runtime.end(LAL, 1, false);
    var late = rig.runtime.now(LAL);
    rig.runtime.start(LAL);
    rig.advance(Duration.ofSeconds(1));
    rig.runtime.tell(LAL);
    rig.clear();

    rig.fleet.seen(late);

    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(rig.eventNames()).isEmpty();
  }

  @Test
  void whatOperatorsDoByHandIsAdopted() {
    lal(Status.RUNNING);
    rig.runtime.set(LAL, Status.PAUSED);
    rig.runtime.tell(LAL);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    rig.runtime.set(LAL, Status.RUNNING);
    rig.runtime.tell(LAL);
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    rig.runtime.recreate(LAL);
    rig.runtime.tell(LAL);
    assertThat(rig.state()).isEqualTo(State.CREATED);
    assertThat(rig.calls()).isEmpty();
    assertThat(rig.last("agent.paused").cause()).contains(Cause.EXTERNAL);
  }

  @Test
  void aLateEventDoesNotMakeAPausedAgentRun() {
    lal(Status.RUNNING);
    var late = rig.runtime.now(LAL);
    rig.advance(IDLE);
    rig.journal.slow = true;
    rig.lal().sleep(Operation.STOP, Cause.ADMIN, false);
    rig.fleet.seen(late);
    Future<WakeReply> request = rig.wake();
    rig.runtime.slow = true;
    while (rig.journal.underWay() > 0) {
      rig.journal.finish();
    }
    assertThat(rig.state()).isEqualTo(State.STARTING);
    assertThat(request.isComplete()).isFalse();
  }

  @Test
  void resetForgivesAFailedOne() {
    lal(Status.RUNNING);
    crashUntilItIsGivenUp();
    rig.clear();
    rig.lal().reset();
    assertThat(rig.state()).isEqualTo(State.STOPPED);
    assertThat(rig.eventNames()).containsExactly("agent.reset");
    rig.wake();
    rig.advance(Duration.ofSeconds(1));
    rig.runtime.exits(LAL, 1);
    assertThat(rig.last("agent.restarting").attempt()).isEqualTo(1);
  }

  @Test
  void aStopOfARestartingAgentIsNoReset() {
    lal(Status.RUNNING);
    rig.runtime.exits(LAL, 1);
    rig.clear();
    rig.lal().sleep(Operation.STOP, Cause.ADMIN, false);
    assertThat(rig.eventNames()).containsExactly("agent.idle", "agent.stopped");
  }

  @Test
  void lastActivityIsThatOfTheLastReveilleUntilThereIsANewOne() {
    lal(Status.RUNNING);
    rig.advance(Duration.ofSeconds(5));
    rig.gate().lastActivity = rig.timers.nanos();
    rig.advance(IDLE);
    rig.restart();
    assertThat(rig.lal().facts().lastActivityAt())
        .isEqualTo(Optional.of(java.time.Instant.parse("2026-11-22T10:00:05Z")));
  }

  @Test
  void whatWasGivenUpAndAnswersAgainHasRecovered() {
    rig.probe.answersAtOnce = false;
    lal(Status.RUNNING);
    rig.probe.answer();
    rig.probe.answersAtOnce = true;
    crashUntilItIsGivenUp();
    rig.clear();
    rig.probe.answersAtOnce = false;
    rig.runtime.start(LAL); // by hand
    rig.runtime.tell(LAL);
    assertThat(rig.eventNames()).containsExactly("agent.waking");

    rig.probe.answer();

    assertThat(rig.eventNames()).containsExactly("agent.waking", "agent.ready", "agent.recovered");
  }

  @Test
  void anOrdinaryWakeIsNoRecovery() {
    lal(Status.PAUSED);
    rig.wake();
    assertThat(rig.eventNames()).containsExactly("agent.waking", "agent.ready");
  }

  @Test
  void aWakeThatEndsInExitCodeZeroHasFailed() {
    rig.probe.answersAtOnce = false;
    lal(Status.CREATED);
    Future<WakeReply> request = rig.wake();
    rig.runtime.exits(LAL, 0);
    assertThat(outcome(request)).isEqualTo(Outcome.WAKE_FAILED);
    assertThat(rig.eventNames())
        .containsExactly("agent.waking", "agent.stopped", "agent.wake-failed");
    assertThat(rig.last("agent.wake-failed").detail())
        .isEqualTo("It ended with exit code 0 while it was woken.");
  }

  @Test
  void aWakeThatTookTooLongFailsOnce() {
    rig.probe.answersAtOnce = false;
    lal(Status.CREATED);
    rig.wake();
    rig.probe.timeOut();
    assertThat(rig.eventNames())
        .containsExactly("agent.waking", "agent.wake-failed", "agent.stopped");
  }

  /** The second stop overtook the first, and what the first had asked for was never taken back. */
  @Test
  void aStopThatWasOvertakenExcusesNoLaterCrash() {
    lal(Status.EXITED);
    rig.runtime.refusal = "refused";
    rig.runtime.slow = true;
    rig.wake();
    rig.runtime.finish(); // the start, refused: now it is stopped to make sure
    rig.lal().sleep(Operation.STOP, Cause.ADMIN, false);
    Future<WakeReply> request = rig.wake();
    rig.runtime.refusal = "";
    rig.runtime.finish(); // the first stop
    rig.runtime.finish(); // the second start
    assertThat(outcome(request)).isEqualTo(Outcome.READY);

    rig.advance(Duration.ofSeconds(1));
    rig.runtime.exits(LAL, 137);

    assertThat(rig.eventNames()).contains("agent.crashed");
  }
}

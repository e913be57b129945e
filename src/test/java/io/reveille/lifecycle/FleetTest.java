package io.reveille.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Operation;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.ChangedSettings;
import io.reveille.testing.Settings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FleetTest {
  private final Rig rig = new Rig();

  private static Outcome outcome(Future<WakeReply> reply) {
    return reply.result().outcome();
  }

  @Test
  void thoseNeededAreWokenFirstAndSideBySide() {
    rig.with(
            "lal",
            Status.CREATED,
            new ChangedSettings().dependsOn("data", "lore").done())
        .with("data", Status.PAUSED)
        .with("lore", Status.CREATED)
        .start();
    rig.runtime.slow = true;
    Future<WakeReply> request = rig.wake();
    assertThat(rig.calls()).containsExactly("unpause data", "start lore");

    rig.runtime.finish();
    rig.runtime.finish();
    assertThat(rig.calls()).containsExactly("unpause data", "start lore", "start lal");
    rig.runtime.finish();
    assertThat(outcome(request)).isEqualTo(Outcome.READY);
  }

  @Test
  void aChainIsWokenFromItsEnd() {
    rig.with("lal", Status.CREATED, new ChangedSettings().dependsOn("data").done())
        .with("data", Status.CREATED, new ChangedSettings().dependsOn("lore").done())
        .with("lore", Status.CREATED)
        .start();
    rig.wake();
    assertThat(rig.calls()).containsExactly("start lore", "start data", "start lal");
  }

  @Test
  void aCircleIsToldOnceAndNotWaitedFor() {
    rig.with("lal", Status.CREATED, new ChangedSettings().dependsOn("data").done())
        .with("data", Status.CREATED, new ChangedSettings().dependsOn("lal").done())
        .start();
    assertThat(outcome(rig.wake())).isEqualTo(Outcome.READY);
    rig.lal().sleep(Operation.STOP, io.reveille.core.Cause.ADMIN, false);
    rig.wake();
    assertThat(rig.eventNames().stream().filter("config.rejected"::equals)).hasSize(1);
    assertThat(rig.last("config.rejected").detail())
        .isEqualTo("lal: depends on data, which depends on it in turn; not waited for");
  }

  @Test
  void whoNeedsSomebodyWhoDoesNotExistIsNotWoken() {
    rig.with("lal", Status.PAUSED, new ChangedSettings().dependsOn("nobody").done())
        .start();
    Future<WakeReply> request = rig.wake();
    assertThat(outcome(request)).isEqualTo(Outcome.WAKE_FAILED);
    assertThat(request.result().detail())
        .isEqualTo("It did not wake: lal depends on nobody, which does not exist.");
  }

  @Test
  void whoeverIsNeededByAnAwakeOneStaysAwake() {
    rig.with("lal", Status.RUNNING, new ChangedSettings().dependsOn("data").done())
        .with("data", Status.RUNNING)
        .start();
    rig.gate().lastActivity = 0;
    rig.gates.of(new BotId("lal")).inFlight = 1;
    rig.advance(Duration.ofHours(2));
    assertThat(rig.state("data")).isEqualTo(State.RUNNING);
    rig.gate().inFlight = 0;
    rig.advance(Duration.ofHours(2));
    assertThat(rig.state("data")).isEqualTo(State.PAUSED);
  }

  @Test
  void coldStartsQueueFirstComeFirstServed() {
    rig.mostStarts = 8;
    for (int agent = 10; agent < 30; agent++) {
      rig.with("bot" + agent, Status.CREATED);
    }
    rig.start();
    rig.probe.answersAtOnce = false;
    List<String> asked = new ArrayList<>();
    for (int agent = 29; agent >= 10; agent--) {
      rig.wake("bot" + agent);
      asked.add("start bot" + agent);
    }
    assertThat(rig.calls()).isEqualTo(asked.subList(0, 8));

    rig.probe.answer();
    assertThat(rig.calls()).isEqualTo(asked.subList(0, 9));
    while (rig.probe.waiting() > 0) {
      assertThat(rig.probe.waiting()).isLessThanOrEqualTo(8);
      rig.probe.answer();
    }
    assertThat(rig.calls()).isEqualTo(asked);
  }

  @Test
  void unpausesDoNotQueue() {
    rig.mostStarts = 1;
    Stream.of("data", "lal", "lore").forEach(agent -> rig.with(agent, Status.PAUSED));
    rig.start();
    rig.runtime.slow = true;
    Stream.of("data", "lal", "lore").forEach(rig::wake);
    assertThat(rig.runtime.underWay()).isEqualTo(3);
  }

  @Test
  void aTurnThatNeverComesEndsTheWake() {
    rig.mostStarts = 1;
    rig.with("lal", Status.CREATED).with("data", Status.CREATED).start();
    rig.probe.answersAtOnce = false;
    rig.wake("data");
    Future<WakeReply> request =
        rig.lal().wake(Duration.ofMinutes(5), io.reveille.core.Cause.REQUEST);
    rig.advance(Duration.ofMinutes(1));
    assertThat(request.result().detail())
        .isEqualTo("It did not wake: no place became free in time.");
  }

  @Test
  void aListDoesNotEndAWakeThatWaitsForItsTurn() {
    rig.mostStarts = 1;
    rig.with("lal", Status.CREATED).with("data", Status.CREATED).start();
    rig.probe.answersAtOnce = false;
    rig.wake("data");
    Future<WakeReply> request =
        rig.lal().wake(Duration.ofMinutes(5), io.reveille.core.Cause.REQUEST);
    rig.advance(Duration.ofSeconds(30));
    assertThat(request.isComplete()).isFalse();
    assertThat(rig.state()).isEqualTo(State.STARTING);
  }

  @Test
  void theLongestIdleMakesRoom() {
    rig.mostSeats = 2;
    rig.with("data", Status.RUNNING)
        .with("lore", Status.RUNNING)
        .with("lal", Status.PAUSED)
        .start();
    rig.advance(Duration.ofMinutes(1));
    rig.gates.of(new BotId("data")).lastActivity = rig.timers.nanos();

    assertThat(outcome(rig.wake())).isEqualTo(Outcome.READY);

    assertThat(rig.calls()).containsExactly("pause lore", "unpause lal");
    assertThat(rig.state("data")).isEqualTo(State.RUNNING);
  }

  @Test
  void nobodyIsEvictedUnderARequest() {
    rig.mostSeats = 1;
    rig.with("data", Status.RUNNING).with("lal", Status.PAUSED).start();
    rig.gates.of(new BotId("data")).inFlight = 1;
    Future<WakeReply> request = rig.wake();
    rig.advance(Duration.ofSeconds(5));
    assertThat(rig.calls()).isEmpty();
    rig.gates.of(new BotId("data")).inFlight = 0;
    rig.advance(Duration.ofSeconds(1));
    assertThat(outcome(request)).isEqualTo(Outcome.READY);
  }

  @Test
  void noMoreAreEvictedThanAreWaitedFor() {
    rig.mostSeats = 4;
    Stream.of("a", "b", "c", "d").forEach(agent -> rig.with(agent, Status.RUNNING));
    Stream.of("x", "y", "z").forEach(agent -> rig.with(agent, Status.PAUSED));
    rig.start();
    rig.runtime.slow = true;
    for (String agent : List.of("b", "a", "d", "c")) {
      rig.advance(Duration.ofSeconds(1));
      rig.gates.of(new BotId(agent)).lastActivity = rig.timers.nanos();
    }
    Stream.of("x", "y").forEach(rig::wake);
    rig.advance(Duration.ofSeconds(3));
    assertThat(rig.calls()).containsExactly("pause b", "pause a");
  }

  @Test
  void whoIsNoLongerListedIsMissing() {
    rig.with("lal", Status.RUNNING).start();
    rig.runtime.remove(Rig.LAL);
    rig.advance(Duration.ofSeconds(30));
    assertThat(rig.state()).isEqualTo(State.MISSING);
    assertThat(rig.eventNames()).contains("agent.removed");
    assertThat(outcome(rig.wake())).isEqualTo(Outcome.MISSING);
    rig.with("lal", Status.CREATED);
    rig.advance(Duration.ofSeconds(30));
    assertThat(rig.state()).isEqualTo(State.CREATED);
  }

  @Test
  void aNewAgentIsDiscovered() {
    rig.start();
    rig.with("lal", Status.RUNNING);
    rig.advance(Duration.ofSeconds(30));
    assertThat(rig.eventNames()).contains("agent.discovered", "agent.ready");
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aGapIsToldAndFollowedByAList() {
    rig.with("lal", Status.RUNNING).start().clear();
    rig.runtime.listener().disconnected("connection refused");
    assertThat(rig.fleet.disconnection()).contains("connection refused");
    rig.runtime.end(Rig.LAL, 0, false); // nobody was there to hear of it
    rig.runtime.listener().connected();
    assertThat(rig.state()).isEqualTo(State.STOPPED);
    assertThat(rig.eventNames())
        .containsExactly("runtime.disconnected", "runtime.connected", "agent.stopped");
  }

  @Test
  void whatTheJournalKnowsAndNobodyElseIsForgotten() {
    rig.remembering("gone", State.PAUSED, Generation.NONE)
        .with("lal", Status.CREATED)
        .start();
    assertThat(rig.journal.forgotten).containsExactly(new BotId("gone"));
    assertThat(rig.fleet.agreed().isComplete()).isTrue();
  }

  @Test
  void aRuntimeThatDoesNotListAgreesWithNothing() {
    rig.runtime.cutOff = true;
    rig.with("lal", Status.RUNNING).start();
    assertThat(rig.fleet.agreed().isComplete()).isFalse();
    rig.runtime.cutOff = false;
    rig.advance(Duration.ofSeconds(30));
    assertThat(rig.fleet.agreed().isComplete()).isTrue();
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  /** Each recorded state against each status of the same run, and what becomes of it. */
  @ParameterizedTest
  @EnumSource(State.class)
  void takesUpWhatEveryRecordedStateHasBecome(State recorded) {
    Map<Status, State> expected = Map.of(
        Status.RUNNING, State.RUNNING,
        Status.PAUSED, State.PAUSED,
        Status.CREATED, State.CREATED,
        Status.MISSING, State.MISSING);
    expected.forEach((status, state) -> {
      Rig one = new Rig().with("lal", status);
      one.remembering("lal", recorded, one.runtime.now(Rig.LAL).generation()).start();
      one.advance(Duration.ofMillis(1));
      assertThat(one.state()).as("%s, and it is %s", recorded, status).isEqualTo(state);
      assertThat(one.calls()).as("agents stay as they are").isEmpty();
    });
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, 1, RESTARTING",
    "RUNNING, 0, STOPPED",
    "PAUSED, 137, RESTARTING",
    "IDLE, 1, RESTARTING",
    "STARTING, 1, RESTARTING",
    "CREATED, 0, STOPPED"
  })
  void anExitThatNobodySawIsJudgedAtStart(State recorded, int code, State becomes) {
    rig.with("lal", Status.RUNNING);
    Generation run = rig.runtime.now(Rig.LAL).generation();
    rig.runtime.end(Rig.LAL, code, false);
    rig.remembering("lal", recorded, run).start();
    assertThat(rig.state()).isEqualTo(becomes);
  }

  @Test
  void aStopThatAKilledReveilleHadBegunIsNoCrash() {
    rig.with("lal", Status.RUNNING);
    Generation run = rig.runtime.now(Rig.LAL).generation();
    rig.remembering("lal", State.IDLE, run)
        .intending(new Intent(Rig.LAL, Operation.STOP, run, rig.timers.wall()));
    rig.runtime.end(Rig.LAL, 143, false);
    rig.start();
    assertThat(rig.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void anOldIntentExcusesNoLaterCrash() {
    rig.with("lal", Status.RUNNING);
    Generation run = rig.runtime.now(Rig.LAL).generation();
    rig.remembering("lal", State.IDLE, run)
        .intending(new Intent(Rig.LAL, Operation.STOP, run, rig.timers.wall()));
    rig.advance(Duration.ofMinutes(5));
    rig.runtime.end(Rig.LAL, 1, false);
    rig.start();
    assertThat(rig.state()).isEqualTo(State.RESTARTING);
  }

  @Test
  void anExitThatWasBookedIsNotBookedAgain() {
    rig.with("lal", Status.RUNNING);
    Generation run = rig.runtime.now(Rig.LAL).generation();
    rig.runtime.end(Rig.LAL, 1, false);
    Exit exit = rig.runtime.now(Rig.LAL).exit().orElseThrow();
    rig.remembering(
            "lal",
            State.FAILED,
            run,
            new Restarts(3, Optional.empty(), Optional.of(exit.at())),
            Optional.of(exit))
        .start();
    assertThat(rig.state()).isEqualTo(State.FAILED);
    assertThat(rig.eventNames()).containsExactly("runtime.connected");
  }

  /** It is found crashed and never was seen before: that is not this Reveille's crash. */
  @Test
  void whatWasDeadWhenItWasMetIsStopped() {
    rig.with("lal", Status.RUNNING);
    rig.runtime.end(Rig.LAL, 1, false);
    rig.start();
    assertThat(rig.state()).isEqualTo(State.STOPPED);
  }

  @Test
  void tenThousandSleepersCostNoTimersAndLittleMemory() {
    for (int agent = 0; agent < 10_000; agent++) {
      rig.with("bot" + agent, Status.CREATED, Settings.defaults());
    }
    long before = used();
    long begun = System.nanoTime();

    rig.start();

    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(rig.fleet.all()).hasSize(10_000);
    assertThat(took).isLessThan(Duration.ofSeconds(5));
    assertThat(rig.timers.pending()).as("only the next list").isEqualTo(1);
    rig.clear();
    assertThat(used() - before).isLessThan(128L * 1024 * 1024);
    rig.advance(Duration.ofSeconds(60));
    assertThat(rig.eventNames()).isEmpty();
  }

  private static long used() {
    System.gc(); // a hint is enough: the limit is far away
    Runtime machine = Runtime.getRuntime();
    return machine.totalMemory() - machine.freeMemory();
  }
}

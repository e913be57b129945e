package io.reveille.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.Effect;
import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AgentTest {
  private static final Generation RUN = new Generation("c1", "now");

  /**
   * What becomes of each state at each event: the next state and the effects. {@code -} is a stay without effects,
   * {@code stay} one with. The same table as the code, written a second time and the other way round.
   */
  private static final String TABLE = """
      WANTED      CREATED starting WAKE
      WANTED      STARTING -
      WANTED      RUNNING stay ANSWER
      WANTED      IDLE -
      WANTED      PAUSED starting WAKE
      WANTED      STOPPED starting WAKE
      WANTED      CRASHED -
      WANTED      RESTARTING stay REFUSE
      WANTED      FAILED stay REFUSE
      WANTED      MISSING stay REFUSE
      DENIED      CREATED stay REFUSE
      DENIED      STARTING -
      DENIED      RUNNING stay ANSWER
      DENIED      IDLE -
      DENIED      PAUSED stay REFUSE
      DENIED      STOPPED stay REFUSE
      DENIED      CRASHED -
      DENIED      RESTARTING stay REFUSE
      DENIED      FAILED stay REFUSE
      DENIED      MISSING stay REFUSE
      READY       STARTING running ANSWER
      READY       RESTARTING running ANSWER
      NOT_READY   STARTING starting REFUSE STOP
      NOT_READY   RESTARTING crashed SUPERVISE
      QUIET       RUNNING idle PAUSE
      DISMISSED   STARTING idle REFUSE STOP
      DISMISSED   RUNNING idle STOP
      DISMISSED   PAUSED idle STOP
      DISMISSED   RESTARTING idle REFUSE STOP
      KEPT        STARTING starting PROBE
      KEPT        IDLE running ANSWER
      PLANNED     CRASHED restarting REFUSE
      SPENT       CRASHED failed REFUSE
      ATTEMPT_DUE RESTARTING restarting ATTEMPT
      ATTEMPT_DUE FAILED restarting ATTEMPT
      RESET       RESTARTING starting WAKE
      RESET       FAILED stopped
      FOUND       STARTING created REFUSE
      FOUND       RUNNING created
      FOUND       IDLE created WAKE_IF_WANTED
      FOUND       PAUSED created
      FOUND       STOPPED created
      FOUND       CRASHED created REFUSE
      FOUND       RESTARTING created REFUSE
      FOUND       FAILED created
      FOUND       MISSING created
      UP          CREATED starting PROBE
      UP          STARTING starting PROBE
      UP          RUNNING starting PROBE
      UP          IDLE starting PROBE
      UP          PAUSED starting PROBE
      UP          STOPPED starting PROBE
      UP          CRASHED starting PROBE
      UP          RESTARTING starting PROBE
      UP          FAILED starting PROBE
      UP          MISSING starting PROBE
      THAWED      CREATED starting PROBE
      THAWED      IDLE running ANSWER
      THAWED      PAUSED running ANSWER
      THAWED      STOPPED starting PROBE
      THAWED      CRASHED starting PROBE
      THAWED      RESTARTING starting PROBE
      THAWED      FAILED starting PROBE
      THAWED      MISSING starting PROBE
      FROZEN      CREATED paused
      FROZEN      STARTING paused REFUSE
      FROZEN      RUNNING paused
      FROZEN      IDLE paused WAKE_IF_WANTED
      FROZEN      STOPPED paused
      FROZEN      CRASHED paused REFUSE
      FROZEN      RESTARTING paused REFUSE
      FROZEN      FAILED paused
      FROZEN      MISSING paused
      ENDED       CREATED stopped
      ENDED       STARTING stopped REFUSE
      ENDED       RUNNING stopped
      ENDED       IDLE stopped WAKE_IF_WANTED
      ENDED       PAUSED stopped
      ENDED       RESTARTING stopped REFUSE
      ENDED       MISSING stopped
      DIED        CREATED crashed SUPERVISE
      DIED        STARTING crashed SUPERVISE
      DIED        RUNNING crashed SUPERVISE
      DIED        IDLE crashed SUPERVISE
      DIED        PAUSED crashed SUPERVISE
      DIED        STOPPED crashed SUPERVISE
      DIED        RESTARTING crashed SUPERVISE
      DIED        MISSING crashed SUPERVISE
      REMOVED     CREATED missing
      REMOVED     STARTING missing REFUSE
      REMOVED     RUNNING missing
      REMOVED     IDLE missing REFUSE
      REMOVED     PAUSED missing
      REMOVED     STOPPED missing
      REMOVED     CRASHED missing REFUSE
      REMOVED     RESTARTING missing REFUSE
      REMOVED     FAILED missing
      """;

  private static final Map<Cell, String> WRITTEN = written();

  private record Cell(State state, Event event) {}

  private static Map<Cell, String> written() {
    Map<Cell, String> cells = new HashMap<>();
    TABLE.lines().forEach(line -> {
      String[] words = line.split("\\s+", 3);
      cells.put(new Cell(State.valueOf(words[1]), Event.valueOf(words[0])), words[2].strip());
    });
    return cells;
  }

  static Stream<Cell> cells() {
    return Arrays.stream(State.values())
        .flatMap(state -> Arrays.stream(Event.values()).map(event -> new Cell(state, event)));
  }

  private static Agent in(State state) {
    return new Agent(new BotId("lal"), state, 7, RUN);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void doesInEachStateAtEachEventWhatTheTableSays(Cell cell) {
    Agent.Step step = in(cell.state()).on(cell.event());

    boolean stays = step.next().version() == 7;
    List<String> words = new ArrayList<>();
    words.add(stays ? "stay" : step.next().state().word());
    step.effects().forEach(effect -> words.add(effect.name()));
    String so = stays && step.effects().isEmpty() ? "-" : String.join(" ", words);
    assertThat(so).isEqualTo(WRITTEN.getOrDefault(cell, "-"));
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aNewStateIsANewVersionAndAStayIsNone(Cell cell) {
    Agent before = in(cell.state());
    Agent after = before.on(cell.event()).next();

    if (after.state() != before.state()) {
      assertThat(after.version()).isEqualTo(8);
    }
    assertThat(after.version()).isBetween(7, 8);
    assertThat(after.generation()).isEqualTo(RUN);
    assertThat(after.id()).isEqualTo(before.id());
  }

  @ParameterizedTest
  @MethodSource("cells")
  void whoeverStopsWaitingIsAnsweredOnlyByAnAgentThatRuns(Cell cell) {
    Agent.Step step = in(cell.state()).on(cell.event());

    if (step.effects().contains(Effect.ANSWER)) {
      assertThat(step.next().state()).isEqualTo(State.RUNNING);
    }
    if (step.effects().contains(Effect.REFUSE)) {
      assertThat(step.next().state()).isNotEqualTo(State.RUNNING);
    }
  }

  /** Else a held request would hear nothing until its deadline. */
  @ParameterizedTest
  @MethodSource("cells")
  void nobodyIsForgottenWhenAWakeEnds(Cell cell) {
    Agent.Step step = in(cell.state()).on(cell.event());
    boolean wakeEnds = Set.of(State.STARTING, State.IDLE).contains(cell.state())
        && !Set.of(State.STARTING, State.IDLE).contains(step.next().state());

    if (wakeEnds) {
      assertThat(step.effects())
          .containsAnyOf(Effect.ANSWER, Effect.REFUSE, Effect.WAKE_IF_WANTED, Effect.SUPERVISE);
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void onlyAWakingOrRestartingAgentBecomesReadyByAWake(Cell cell) {
    if (cell.event() == Event.READY) {
      boolean runs = in(cell.state()).on(Event.READY).next().state() == State.RUNNING;
      boolean woken =
          EnumSet.of(State.STARTING, State.RESTARTING, State.RUNNING).contains(cell.state());
      assertThat(runs).isEqualTo(woken);
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aCrashIsAlwaysSupervised(Cell cell) {
    Agent.Step step = in(cell.state()).on(cell.event());
    if (step.next().state() == State.CRASHED && cell.state() != State.CRASHED) {
      assertThat(step.effects()).containsExactly(Effect.SUPERVISE);
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void aPauseOrStopOfARunningAgentBeginsWithAClosedGate(Cell cell) {
    Agent.Step step = in(cell.state()).on(cell.event());
    if (step.effects().contains(Effect.PAUSE)) {
      assertThat(step.next().state()).isEqualTo(State.IDLE);
    }
    if (step.effects().contains(Effect.STOP)) {
      assertThat(step.next().state()).isNotEqualTo(State.RUNNING);
    }
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void aStateIsSpelledAsItIsRead(State state) {
    assertThat(State.of(state.word())).isEqualTo(state);
    assertThat(state.word()).isLowerCase();
  }

  @Test
  void asleepAreThoseThatAWakeCanWake() {
    assertThat(Arrays.stream(State.values()).filter(State::asleep))
        .containsExactly(State.CREATED, State.PAUSED, State.STOPPED);
  }

  @Test
  void nothingIsKnownOfANewAgent() {
    assertThat(Agent.unknown(new BotId("lal")))
        .isEqualTo(new Agent(new BotId("lal"), State.MISSING, 0, Generation.NONE));
  }

  @Test
  void aNewGenerationIsNoNewState() {
    Agent agent = in(State.RUNNING).as(Generation.NONE);
    assertThat(agent.version()).isEqualTo(7);
    assertThat(agent.generation()).isEqualTo(Generation.NONE);
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void onlyARunningAgentHasAnOpenGate(State state) {
    AgentView view = new AgentView(
        new BotId("lal"),
        state,
        RUN,
        java.util.Optional.empty(),
        io.reveille.testing.Settings.defaults(),
        java.time.Instant.EPOCH,
        0,
        AgentView.WakeKind.NONE,
        java.time.Duration.ZERO,
        java.util.Optional.empty(),
        java.util.Optional.empty());
    assertThat(view.open()).isEqualTo(state == State.RUNNING);
  }
}

package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StopAnnouncementsTest {
  private static final String ID = "1".repeat(64);
  private static final Instant END = Instant.parse("2026-11-22T11:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final StopAnnouncements announcements = new StopAnnouncements();

  @Test
  void stopSignalShortlyBeforeTheEndAnnouncesIt() {
    kill(15, END.minusMillis(60));
    note("die", END);

    assertThat(announced(143)).isTrue();
    assertThat(announced(0)).isTrue();
  }

  @Test
  void signalReportedJustAfterTheEndAnnouncesItToo() {
    kill(15, END.plusMillis(3));

    assertThat(announced(143)).isTrue();
  }

  @Test
  void killWithoutAStopSignalIsACrash() {
    kill(9, END.minusMillis(60));
    note("die", END);

    assertThat(announced(137)).isFalse();
  }

  @Test
  void stopSignalThenKillIsAStopOfAnAgentThatIgnoresTheSignal() {
    kill(15, END.minusSeconds(31));
    kill(9, END.minusMillis(60));
    note("die", END);

    assertThat(announced(137)).isTrue();
  }

  @Test
  void wantOfMemoryIsNoticedWhicheverEventComesFirst() {
    note("oom", END);
    note("die", END);
    assertThat(announcements.outOfMemory(ID)).isTrue();

    note("start", END);
    assertThat(announcements.outOfMemory(ID)).isFalse();

    note("die", END);
    note("oom", END);
    assertThat(announcements.outOfMemory(ID)).isTrue();
    assertThat(announced(137)).isFalse();
  }

  @Test
  void hupExcusesNoLaterCrash() {
    kill(1, END.minusSeconds(1));
    note("die", END);

    assertThat(announced(137)).isFalse();
  }

  @Test
  void stopSignalThatWasSurvivedExcusesNoCrashLongAfterwards() {
    kill(15, END.minusSeconds(41));
    note("die", END);

    assertThat(announced(1)).isFalse();
  }

  @Test
  void stopRightAfterTheEndAnnouncesItHoweverLongItTook() {
    kill(15, END.minusSeconds(300));
    note("die", END);
    note("stop", END.plusMillis(4));

    assertThat(announced(137)).isTrue();
  }

  @Test
  void nextStartWipesTheSlate() {
    kill(15, END.minusSeconds(2));
    note("die", END.minusSeconds(1));
    note("stop", END.minusSeconds(1));
    note("start", END.minusMillis(500));
    note("die", END);

    assertThat(announced(1)).isFalse();
  }

  @Test
  void otherContainersStopAnnouncesNothing() {
    announcements.note(
        new ContainerEvent("other", "kill", Map.of("signal", "15"), nanos(END)), 15, PATIENCE);

    assertThat(announced(143)).isFalse();
  }

  @Test
  void stopSignalOfTheContainersOwnCounts() {
    announcements.note(
        new ContainerEvent(ID, "kill", Map.of("signal", "3"), nanos(END)),
        Signals.number("SIGQUIT"),
        PATIENCE);

    assertThat(announced(131)).isTrue();
  }

  @Test
  void whatTheEngineStoppedInAGapDidNotCrashButWhatFailedThereDid() {
    announcements.gap(Optional.of(END.minusSeconds(5)), END.plusSeconds(5));

    assertThat(announced(143)).isTrue();
    assertThat(announced(137)).isTrue();
    assertThat(announced(1)).isFalse();
  }

  @Test
  void outOfMemoryInAGapIsACrash() {
    announcements.gap(Optional.empty(), END.plusSeconds(5));
    ContainerFacts killed =
        Inspected.facts(Inspected.exited(Inspected.running(ID, "lal"), 137, END.toString()));

    assertThat(announcements.announced(killed.died(137, true, END, 2))).isFalse();
    assertThat(announcements.announced(killed)).isTrue();
  }

  @Test
  void killInAGapThatTheReplayShowedIsACrash() {
    announcements.gap(Optional.of(END.minusSeconds(5)), END.plusSeconds(5));
    kill(9, END);
    note("die", END);

    assertThat(announced(137)).isFalse();
  }

  @Test
  void endLongBeforeTheGapIsNoneOfIts() {
    announcements.gap(Optional.of(END.plusSeconds(60)), END.plusSeconds(90));

    assertThat(announced(137)).isFalse();
  }

  private boolean announced(int code) {
    return announcements.announced(
        Inspected.facts(Inspected.exited(Inspected.running(ID, "lal"), code, END.toString())));
  }

  private void kill(int signal, Instant at) {
    announcements.note(
        new ContainerEvent(ID, "kill", Map.of("signal", String.valueOf(signal)), nanos(at)),
        Signals.TERM,
        PATIENCE);
  }

  private void note(String action, Instant at) {
    announcements.note(new ContainerEvent(ID, action, Map.of(), nanos(at)), Signals.TERM, PATIENCE);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }
}

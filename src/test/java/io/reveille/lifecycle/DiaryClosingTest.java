package io.reveille.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Generation;
import io.reveille.core.Notice;
import io.reveille.core.Restarts;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiaryClosingTest {
  private static final BotId LAL = new BotId("lal");
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final List<Promise<Void>> writes = new ArrayList<>();
  private final Diary diary = new Diary(new BlankJournal() {
    @Override
    public Future<Void> record(Transition transition, AgentRecord after, List<Notice> notices) {
      Promise<Void> write = Promise.promise();
      writes.add(write);
      return write.future();
    }
  });

  @Test
  void stepsThatAreStillBeingWrittenAreWaitedForAtTheEnd() {
    diary.record(step(State.STARTING, State.RUNNING), after(State.RUNNING), List.of());
    diary.record(step(State.RUNNING, State.IDLE), after(State.IDLE), List.of());

    Future<Void> written = diary.written();

    assertThat(written.isComplete()).isFalse();
    writes.get(0).complete();
    assertThat(written.isComplete()).isFalse();
    writes.get(1).complete();
    assertThat(written.succeeded()).isTrue();
  }

  @Test
  void stepThatCannotBeWrittenDoesNotHoldUpTheEnd() {
    diary.record(step(State.STARTING, State.RUNNING), after(State.RUNNING), List.of());

    writes.get(0).fail("disk full");

    assertThat(diary.written().succeeded()).isTrue();
  }

  private static Transition step(State from, State to) {
    return new Transition(LAL, from, to, Cause.REQUEST, NOW, Duration.ZERO);
  }

  private static AgentRecord after(State state) {
    return new AgentRecord(
        LAL,
        state,
        Cause.REQUEST,
        NOW,
        Optional.empty(),
        Generation.NONE,
        Restarts.NONE,
        Optional.empty());
  }
}

package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentRecord;
import io.reveille.core.Alert;
import io.reveille.core.AlertRules;
import io.reveille.core.Cause;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Notice;
import io.reveille.core.Operation;
import io.reveille.core.Restarts;
import io.reveille.core.Transition;
import io.reveille.testing.FakeJournal;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiaryTest {
  private static final Intent INTENT =
      new Intent(LAL, Operation.PAUSE, Generation.NONE, Instant.EPOCH);
  private static final Notice NOTICE = new AlertRules(List.of())
      .about(
          "lal",
          List.of(new Alert("agent.ready", Optional.of(LAL), false, Instant.EPOCH, "", "", "{}")))
      .get(0);
  private final List<String> log = new ArrayList<>();
  private final FakeJournal journal = new FakeJournal(log);
  private final Diary diary = new Diary(journal);

  private void record(State to) {
    diary.record(
        new Transition(LAL, State.RUNNING, to, Cause.REQUEST, Instant.EPOCH, Duration.ZERO),
        new AgentRecord(
            LAL,
            to,
            Cause.REQUEST,
            Instant.EPOCH,
            Optional.empty(),
            Generation.NONE,
            Restarts.NONE,
            Optional.empty()),
        List.of());
  }

  @Test
  void oneThingIsWrittenBehindTheOther() {
    journal.slow = true;
    record(State.IDLE);
    Future<Void> intended = diary.intend(INTENT);
    assertThat(log).containsExactly("record idle");
    journal.finish();
    assertThat(log).containsExactly("record idle", "intend pause");
    assertThat(intended.isComplete()).isFalse();
    journal.finish();
    assertThat(intended.succeeded()).isTrue();
  }

  @Test
  void whatWasNotTakenIsWrittenWithTheNextInItsOrder() {
    journal.full = true;
    record(State.IDLE);
    journal.full = false;
    record(State.PAUSED);
    assertThat(journal.transitions)
        .extracting(Transition::to)
        .containsExactly(State.IDLE, State.PAUSED);
  }

  @Test
  void whatWasNotTakenIsWrittenAtTheNextReconcile() {
    journal.full = true;
    record(State.IDLE);
    journal.full = false;
    diary.catchUp();
    assertThat(journal.transitions).hasSize(1);
    diary.catchUp();
    assertThat(journal.transitions).as("once").hasSize(1);
  }

  @Test
  void anIntentFailsWhileStepsAreOwed() {
    journal.full = true;
    record(State.IDLE);
    assertThat(diary.intend(INTENT).failed()).isTrue();
    assertThat(log).doesNotContain("intend pause");
    journal.full = false;
    assertThat(diary.intend(INTENT).succeeded()).isTrue();
  }

  @Test
  void anIntentThatCannotBeWrittenFails() {
    journal.full = true;
    assertThat(diary.intend(INTENT).failed()).isTrue();
    journal.full = false;
    record(State.IDLE);
    assertThat(journal.transitions).as("and holds up nothing behind it").hasSize(1);
  }

  @Test
  void onlyTheLatestHundredAreKept() {
    journal.full = true;
    for (int step = 0; step < 150; step++) {
      record(State.IDLE);
    }
    journal.full = false;
    diary.catchUp();
    assertThat(journal.transitions).hasSize(100);
  }

  @Test
  void whatAdminsAreToldOfAStepThatMadeRoomIsHandedOn() {
    journal.full = true;
    diary.post(List.of(NOTICE));
    for (int step = 0; step < 150; step++) {
      record(State.IDLE);
    }
    journal.full = false;
    diary.catchUp();
    assertThat(journal.notices).containsExactly(NOTICE);
  }
}

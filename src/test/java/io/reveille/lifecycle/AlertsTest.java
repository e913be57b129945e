package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.Alert;
import io.reveille.core.AlertRule;
import io.reveille.core.Generation;
import io.reveille.core.Notice;
import io.reveille.core.Notice.Kind;
import io.reveille.core.Sighting.Status;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the journal is given to tell admins, in the same write as the step. */
class AlertsTest {
  private final Rig rig = new Rig();

  private void telling(String... events) {
    rig.rules.add(new AlertRule(Set.of(events), List.of("ops"), true));
  }

  private void crashUntilGivenUp() {
    rig.with("lal", Status.RUNNING).start();
    for (int crash = 0; crash < 4; crash++) {
      rig.runtime.exits(LAL, 3);
      if (crash < 3) {
        rig.advance(Duration.ofSeconds(10L << crash));
      }
    }
    assertThat(rig.state()).isEqualTo(State.FAILED);
  }

  /** Without what is only written down; of an end, only the journal knows who is told. */
  private List<Notice> told(Kind kind) {
    return rig.journal.notices.stream()
        .filter(notice -> notice.kind() == kind)
        .filter(notice -> kind == Kind.ENDS || notice.letter().target().equals("ops"))
        .toList();
  }

  @Test
  void anAgentThatIsGivenUpIsToldWithItsExitAndItsAttempts() {
    telling("agent.failed");
    crashUntilGivenUp();

    Notice failed = told(Kind.BEGINS).get(0);
    Alert alert = failed.letter().alert();
    assertThat(failed.subject()).isEqualTo("agent lal");
    assertThat(alert.title()).isEqualTo("lal has failed");
    assertThat(alert.detail()).contains("exit code 3").endsWith("Restarts tried: 3.");
    JsonObject data = new JsonObject(alert.data());
    assertThat(data.getJsonObject("exit").getInteger("code")).isEqualTo(3);
    assertThat(data.getInteger("attempt")).isEqualTo(3);
  }

  @Test
  void aCrashThatARestartMendsIsToldIfARuleSaysSo() {
    telling("agent.crashed");
    rig.with("lal", Status.RUNNING).start();
    rig.runtime.exits(LAL, 3);

    assertThat(told(Kind.BEGINS))
        .extracting(notice -> notice.letter().alert().detail())
        .containsExactly("Exit code 3.");
  }

  @Test
  void theEndIsToldWithTheStepThatBringsIt() {
    telling("agent.failed");
    crashUntilGivenUp();
    rig.journal.notices.clear();
    rig.advance(Duration.ofMinutes(15));
    rig.wake();
    rig.advance(Duration.ofSeconds(1));

    assertThat(told(Kind.ENDS).get(0).letter().alert().event()).isEqualTo("agent.recovered");
    assertThat(told(Kind.ENDS).get(0).troubles()).contains("agent.failed");
  }

  @Test
  void anAdminWhoForgivesEndsTheTrouble() {
    telling("agent.failed");
    crashUntilGivenUp();
    rig.journal.notices.clear();
    rig.lal().reset();

    assertThat(told(Kind.ENDS))
        .extracting(notice -> notice.letter().alert().event())
        .containsExactly("agent.reset");
  }

  @Test
  void whatTheJournalDoesNotTakeIsToldWhenItDoes() {
    telling("agent.failed");
    rig.with("lal", Status.RUNNING).start();
    rig.journal.full = true;
    for (int crash = 0; crash < 4; crash++) {
      rig.runtime.exits(LAL, 3);
      rig.advance(Duration.ofSeconds(10L << Math.min(crash, 2)));
    }
    assertThat(told(Kind.BEGINS)).isEmpty();
    rig.journal.full = false;
    rig.advance(Duration.ofSeconds(60));

    assertThat(told(Kind.BEGINS)).hasSize(1);
  }

  @Test
  void theRuntimeThatIsLostAndFoundIsATroubleAndItsEnd() {
    telling("runtime.disconnected");
    rig.start();
    rig.fleet.disconnected("socket closed");

    Alert lost = told(Kind.BEGINS).get(0).letter().alert();
    assertThat(lost.title()).isEqualTo("The runtime cannot be reached");
    assertThat(lost.detail()).isEqualTo("socket closed");

    rig.fleet.connected();
    assertThat(told(Kind.ENDS))
        .extracting(Notice::troubles)
        .contains(Set.of("runtime.disconnected"));
  }

  @Test
  void aLabelThatIsRefusedIsToldEachTimeForNothingElseIsItsEnd() {
    telling("config.rejected");
    rig.start();
    rig.fleet.misconfigured("lal", "reveille.port is no port");
    rig.fleet.misconfigured("data", "reveille.port is no port");

    assertThat(told(Kind.ONCE))
        .extracting(notice -> notice.letter().alert().detail())
        .containsExactly("lal: reveille.port is no port", "data: reveille.port is no port");
  }

  @Test
  void anAgentThatIsGoneForGoodEndsItsTroubles() {
    rig.remembering("lal", State.FAILED, Generation.NONE);
    rig.start();

    assertThat(told(Kind.ENDS))
        .filteredOn(notice -> notice.subject().equals("agent lal"))
        .hasSize(1);
  }
}

package io.reveille.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.BotId;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterTest {
  private static final BotId LAL = new BotId("lal");
  private static final BotId DATA = new BotId("data");

  private final Roster roster = new Roster();

  @Test
  void containerThatTheFileNamesStandsEvenAsleep() {
    note(exited("a"), LAL, true);
    note(running("b"), LAL, false);

    assertThat(roster.elect(LAL)).map(ContainerFacts::id).contains("a");
  }

  @Test
  void livingOneStandsBeforeANewerOneThatSleeps() {
    note(created(exited("new"), "2026-12-01T00:00:00Z"), LAL, false);
    note(running("old"), LAL, false);

    assertThat(roster.elect(LAL)).map(ContainerFacts::id).contains("old");
  }

  @Test
  void ofTwoThatLiveTheNewerOneStandsInWhateverOrderTheyCome() {
    note(created(running("new"), "2026-12-01T00:00:00Z"), LAL, false);
    note(running("old"), LAL, false);

    assertThat(roster.elect(LAL)).map(ContainerFacts::id).contains("new");
  }

  @Test
  void agentThatFallsAsleepKeepsItsPlaceBeforeARivalThatSleepsToo() {
    note(running("old"), LAL, false);
    roster.elect(LAL);
    note(created(exited("new"), "2026-12-01T00:00:00Z"), LAL, false);
    note(exited("old"), LAL, false);

    assertThat(roster.elect(LAL)).map(ContainerFacts::id).contains("old");
  }

  @Test
  void inspectionThatComesAfterTheRemovalBringsNobodyBack() {
    note(exited("removed"), LAL, false);
    roster.elect(LAL);
    roster.bury("removed");
    note(exited("removed"), LAL, false);
    note(exited("recreated"), LAL, false);

    assertThat(roster.elect(LAL)).map(ContainerFacts::id).contains("recreated");
  }

  @Test
  void recreationUnderWayIsNoRival() {
    note(running("old"), LAL, false);
    JsonObject next = Inspected.status(running("next"), "created");
    next.getJsonObject("State").put("StartedAt", "0001-01-01T00:00:00Z");
    note(next, LAL, false);

    assertThat(roster.rivals(LAL)).isEmpty();
    note(running("next"), LAL, false);
    assertThat(roster.rivals(LAL)).hasSize(1);
  }

  @Test
  void renamedContainerTouchesItsOldBotAndItsNew() {
    note(running("a"), LAL, false);

    assertThat(roster.note(Inspected.facts(running("a")), claim(DATA, false)))
        .containsExactly(DATA, LAL);
    assertThat(roster.elect(LAL)).isEmpty();
  }

  @Test
  void olderAnswerThatComesLateChangesNothing() {
    roster.note(Inspected.facts(exited("a"), 20), claim(LAL, false));

    assertThat(roster.note(Inspected.facts(running("a"), 10), claim(LAL, false)))
        .isEmpty();
    assertThat(roster.elect(LAL)).map(ContainerFacts::status).contains("exited");
  }

  @Test
  void newsOfOneThatIsKnownChangesNeitherItsBotNorWhoNamedIt() {
    roster.note(Inspected.facts(exited("a"), 20), claim(LAL, true));

    roster.renew(Inspected.facts(running("a"), 30));
    roster.renew(Inspected.facts(exited("a"), 10));
    roster.renew(Inspected.facts(running("b"), 30));

    assertThat(roster.elect(LAL)).map(ContainerFacts::status).contains("running");
    assertThat(roster.facts("b")).isEmpty();
  }

  @Test
  void listDropsWhatItDidNotFindButNothingThatCameLater() {
    roster.note(Inspected.facts(running("gone"), 10), claim(LAL, false));
    roster.note(Inspected.facts(running("late"), 30), claim(DATA, false));

    roster.keepOnly(Set.of(), 20);

    assertThat(roster.bots()).containsExactly(DATA);
  }

  private void note(JsonObject answer, BotId bot, boolean byFile) {
    roster.note(Inspected.facts(answer), claim(bot, byFile));
  }

  private static Claim claim(BotId bot, boolean byFile) {
    return new Claim(Optional.of(bot), byFile, "");
  }

  private static JsonObject running(String id) {
    return Inspected.running(id, "container-" + id);
  }

  private static JsonObject exited(String id) {
    return Inspected.exited(running(id), 0, Inspected.FINISHED);
  }

  private static JsonObject created(JsonObject of, String time) {
    return of.put("Created", time);
  }
}

package io.reveille.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Notice.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertRulesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final AlertRules NONE = new AlertRules(List.of());

  @Test
  void anEventThatNoRuleNamesIsToldToNobody() {
    AlertRules rules = rules(rule(true, "agent.failed", "ops"));

    assertThat(rules.about("lal", List.of(alert("agent.waking")))).isEmpty();
  }

  @Test
  void aTroubleBeginsForEachTargetOfItsRules() {
    AlertRules rules =
        rules(rule(false, "agent.failed", "ops", "phone"), rule(true, "agent.failed", "ops"));

    List<Notice> notices = rules.about("lal", List.of(alert("agent.failed")));

    assertThat(notices).extracting(Notice::kind).containsOnly(Kind.BEGINS);
    assertThat(notices)
        .extracting(notice -> notice.letter().target())
        .containsExactly(Notice.TO_NOBODY, "ops", "phone");
    assertThat(notices).extracting(Notice::tellEnd).containsExactly(false, true, false);
  }

  @Test
  void whatIsOfNoteIsWrittenDownAlsoIfNobodyIsTold() {
    assertThat(NONE.about("lal", List.of(alert("agent.failed"))))
        .extracting(notice -> notice.letter().target())
        .containsExactly(Notice.TO_NOBODY);
    assertThat(NONE.about("lal", List.of(alert("agent.crashed")))).isEmpty();
  }

  @Test
  void whatIsNoTroubleIsToldEachTime() {
    AlertRules rules = rules(rule(true, "agent.waking", "ops"));

    assertThat(rules.about("lal", List.of(alert("agent.waking"))))
        .extracting(Notice::kind)
        .containsExactly(Kind.ONCE, Kind.ONCE);
  }

  @Test
  void theEndOfEachTroubleIsKnown() {
    assertThat(ended("agent.ready")).contains("agent.failed", "agent.crashed", "agent.wake-failed");
    assertThat(ended("agent.recovered")).contains("agent.failed");
    assertThat(ended("agent.reset")).contains("agent.failed");
    assertThat(ended("agent.removed")).contains("agent.failed");
    assertThat(ended("runtime.connected")).containsExactly("runtime.disconnected");
    assertThat(ended("config.reloaded")).containsExactly("config.rejected");
    assertThat(ended("gateway.started")).containsExactly("config.rejected");
    assertThat(ended("alert.sent")).containsExactly("alert.failed");
  }

  @Test
  void theEndIsAmongItEvenWithoutARule() {
    List<Notice> notices = NONE.about("lal", List.of(alert("agent.ready")));

    assertThat(notices).extracting(Notice::kind).containsExactly(Kind.ENDS);
    assertThat(notices.get(0).letter().alert().resolved()).isTrue();
    assertThat(notices.get(0).letter().alert().title()).startsWith("Resolved: ");
  }

  @Test
  void ofAllThatEndATroubleAtOnceTheRecoveryIsTold() {
    List<Notice> notices =
        NONE.about("lal", List.of(alert("agent.ready"), alert("agent.recovered")));

    assertThat(notices.get(0).letter().alert().event()).isEqualTo("agent.recovered");
  }

  @Test
  void theSameEventHasTheSameIdAndAnyOtherHasAnother() {
    AlertRules rules = rules(rule(true, "agent.failed", "ops", "phone"));
    Alert failed = alert("agent.failed");
    Alert later =
        new Alert("agent.failed", Optional.empty(), false, NOON.plusMillis(1), "", "", "");

    List<String> ids = ids(rules.about("lal", List.of(failed)));

    assertThat(ids(rules.about("lal", List.of(failed)))).isEqualTo(ids);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids(rules.about("data", List.of(failed)))).doesNotContainAnyElementsOf(ids);
    assertThat(ids(rules.about("lal", List.of(later)))).doesNotContainAnyElementsOf(ids);
  }

  @Test
  void whatHasNoEndIsNotHeldBackByItsBeginning() {
    AlertRules rules = rules(rule(true, "config.rejected", "ops"));

    assertThat(rules.once("reveille", alert("config.rejected")))
        .extracting(Notice::kind)
        .containsOnly(Kind.ONCE);
  }

  private static Set<String> ended(String event) {
    return NONE.about("it", List.of(alert(event))).get(0).troubles();
  }

  private static List<String> ids(List<Notice> notices) {
    return notices.stream()
        .map(notice -> notice.letter().id())
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private static AlertRules rules(AlertRule... rules) {
    return new AlertRules(List.of(rules));
  }

  private static AlertRule rule(boolean resolved, String event, String... to) {
    return new AlertRule(Set.of(event), List.of(to), resolved);
  }

  private static Alert alert(String event) {
    return new Alert(event, Optional.empty(), false, NOON, event, "", "{}");
  }
}

package io.reveille.store;

import static io.reveille.core.Agent.State.CRASHED;
import static io.reveille.core.Agent.State.FAILED;
import static io.reveille.core.Agent.State.RUNNING;
import static io.reveille.core.Agent.State.STARTING;
import static io.reveille.store.Samples.LAL;
import static io.reveille.store.Samples.NOON;
import static io.reveille.store.Samples.alert;
import static io.reveille.store.Samples.plain;
import static io.reveille.store.Samples.step;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reveille.config.GatewayConfig.Storage;
import io.reveille.core.Alert;
import io.reveille.core.AlertRule;
import io.reveille.core.AlertRules;
import io.reveille.core.Letter;
import io.reveille.core.Letter.Waiting;
import io.reveille.core.Notice;
import io.reveille.core.Outbox;
import io.reveille.core.Subscription;
import io.reveille.core.Trouble;
import io.reveille.core.Trouble.Delivery;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest {
  private static final AlertRules RULES = new AlertRules(
      List.of(new AlertRule(Set.of("agent.failed", "agent.waking"), List.of("ops"), true)));
  private static final AlertRules BEGINNINGS_ONLY =
      new AlertRules(List.of(new AlertRule(Set.of("agent.failed"), List.of("ops"), false)));

  @TempDir
  private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private SqliteJournal journal;

  @BeforeEach
  void open() {
    Storage storage = new Storage("jdbc:sqlite:" + file(), Duration.ofDays(30));
    journal = await(SqliteJournal.open(vertx, storage));
  }

  @AfterEach
  void close() {
    await(journal.close());
    await(vertx.close());
  }

  @Test
  void anAlertWaitsWithAllItsFactsUntilItIsDelivered() {
    Alert failed = new Alert(
        "agent.failed",
        Optional.of(LAL),
        false,
        NOON,
        "lal has failed",
        "Exit code 1.",
        "{\"a\":1}");
    await(journal.record(
        step(LAL, CRASHED, FAILED), plain(LAL, FAILED), RULES.about("lal", List.of(failed))));
    restart();

    Letter letter = next().orElseThrow();
    assertThat(letter.alert()).isEqualTo(failed);
    assertThat(letter.attempts()).isZero();
    assertThat(letter.waiting()).isEqualTo(Waiting.NEW);

    await(journal.outbox().delivered(letter, NOON));
    assertThat(next()).isEmpty();
  }

  @Test
  void theStepAndItsAlertAreWrittenTogetherOrNotAtAll() throws SQLException {
    command("DROP TABLE alert");

    assertThatThrownBy(() ->
            await(journal.record(step(LAL, CRASHED, FAILED), plain(LAL, FAILED), failure(NOON))))
        .hasMessageContaining("no such table");

    assertThat(await(journal.recall()).agents()).isEmpty();
    assertThat(number("SELECT count(*) FROM incident")).isZero();
  }

  @Test
  void oneTroubleIsToldOnceAlsoAfterARestart() {
    await(journal.post(failure(NOON)));
    restart();
    await(journal.post(failure(NOON.plusSeconds(60))));

    assertThat(all()).hasSize(1);
  }

  @Test
  void theEndIsToldOnceToWhomTheBeginningWasTold() {
    await(journal.post(failure(NOON)));
    String id = next().orElseThrow().id();
    restart();
    await(journal.record(step(LAL, STARTING, RUNNING), plain(LAL, RUNNING), ready()));
    await(journal.record(step(LAL, STARTING, RUNNING), plain(LAL, RUNNING), ready()));

    List<Letter> letters = all();
    assertThat(letters).hasSize(2);
    assertThat(letters.get(1).alert().resolved()).isTrue();
    assertThat(letters.get(1).resolves()).contains(id);
    assertThat(letters.get(1).id()).isNotEqualTo(id);
  }

  @Test
  void afterTheEndTheSameTroubleIsToldAgain() {
    await(journal.post(failure(NOON)));
    await(journal.post(ready()));
    await(journal.post(failure(NOON.plusSeconds(60))));

    assertThat(all())
        .extracting(letter -> letter.alert().resolved())
        .containsExactly(false, true, false);
  }

  @Test
  void theEndOfWhatNobodyWasToldOfIsNotTold() {
    await(journal.post(ready()));

    assertThat(next()).isEmpty();
  }

  @Test
  void whoWantsNoEndHearsOfTheNextBeginning() {
    await(journal.post(BEGINNINGS_ONLY.about("lal", List.of(alertOf("agent.failed", NOON)))));
    await(journal.post(ready()));
    await(journal.post(
        BEGINNINGS_ONLY.about("lal", List.of(alertOf("agent.failed", NOON.plusSeconds(9))))));

    assertThat(all())
        .extracting(letter -> letter.alert().event())
        .containsExactly("agent.failed", "agent.failed");
  }

  @Test
  void whatIsWrittenTwiceBecauseNobodyHeardOfTheFirstTimeIsOneAlert() {
    await(journal.post(List.of(alert("ops"))));
    await(journal.post(List.of(alert("ops"))));

    assertThat(all()).hasSize(1);
  }

  @Test
  void anAlertThatIsRefusedStandsBackUntilItIsDue() {
    await(journal.post(waking(NOON)));
    await(journal.post(waking(NOON.plusSeconds(1))));
    Letter first = next().orElseThrow();

    await(journal.outbox().postpone(first, Waiting.LETTER, NOON.plusSeconds(30), "HTTP 400"));

    assertThat(next(NOON.plusSeconds(29)).orElseThrow().id()).isNotEqualTo(first.id());
    Letter again = next(NOON.plusSeconds(30)).orElseThrow();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.due()).isEqualTo(NOON.plusSeconds(30));
    assertThat(again.waiting()).isEqualTo(Waiting.LETTER);
  }

  @Test
  void anAlertWhoseTargetIsDownKeepsItsPlace() {
    await(journal.post(waking(NOON)));
    await(journal.post(waking(NOON.plusSeconds(1))));
    Letter first = next().orElseThrow();

    await(journal.outbox().postpone(first, Waiting.TARGET, NOON.plusSeconds(30), "no connection"));

    assertThat(next().orElseThrow().id()).isEqualTo(first.id());
  }

  @Test
  void watchersAreToldWhichTargetsHaveMailAndNothingElse() {
    List<Set<String>> told = new ArrayList<>();
    Subscription watching = journal.outbox().watch(told::add);
    await(journal.post(ready()));
    await(journal.post(failure(NOON)));
    await(watching.close());
    await(journal.post(List.of(alert("others"))));

    assertThat(told).containsExactly(Set.of("ops"));
  }

  @Test
  void aTargetStaysSwitchedOffOverARestart() {
    await(journal.outbox().switchOff("ops", "setting"));
    restart();
    assertThat(await(journal.outbox().switchedOff())).isEqualTo(Map.of("ops", "setting"));

    await(journal.outbox().switchOn("ops"));
    assertThat(await(journal.outbox().switchedOff())).isEmpty();
  }

  @Test
  void alertsThatNobodyTookForAsLongAsTheHistoryIsKeptAreGivenUp() {
    await(journal.post(waking(NOON)));

    await(journal.purge(NOON));
    assertThat(next()).isPresent();
    await(journal.purge(NOON.plusMillis(1)));
    assertThat(next()).isEmpty();
  }

  @Test
  void whatAdminsShouldKnowOfIsFoundAlsoIfNobodyIsTold() {
    List<Notice> failed =
        new AlertRules(List.of()).about("agent lal", List.of(alertOf("agent.failed", NOON)));
    await(journal.post(failed));
    await(journal.post(failed));
    restart();

    assertThat(troubles())
        .containsExactly(new Trouble(
            1, "agent.failed", Optional.of(LAL), NOON, Optional.empty(), "title", "", List.of()));
    assertThat(next()).isEmpty();
  }

  @Test
  void aTroubleEndsWithWhatEndsIt() {
    await(journal.post(failure(NOON)));
    await(journal.post(ready()));
    await(journal.post(failure(NOON.plusSeconds(60))));

    assertThat(troubles())
        .extracting(Trouble::endedAt)
        .containsExactly(Optional.empty(), Optional.of(NOON.plusSeconds(30)));
    assertThat(await(journal.outbox().troubles(Optional.of(true), Optional.empty(), 9)))
        .extracting(Trouble::at)
        .containsExactly(NOON.plusSeconds(60));
    assertThat(await(journal.outbox().troubles(Optional.of(false), Optional.empty(), 9)))
        .extracting(Trouble::at)
        .containsExactly(NOON);
  }

  @Test
  void whatNothingEndsIsOverAtOnceAndTroublesComeInPages() {
    await(journal.post(waking(NOON)));
    await(journal.post(waking(NOON.plusSeconds(1))));
    List<Trouble> first = await(journal.outbox().troubles(Optional.empty(), Optional.empty(), 1));

    assertThat(first).extracting(Trouble::at).containsExactly(NOON.plusSeconds(1));
    assertThat(first.get(0).endedAt()).contains(NOON.plusSeconds(1));
    assertThat(first.get(0).deliveries()).hasSize(1);
    assertThat(await(
            journal.outbox().troubles(Optional.empty(), Optional.of(first.get(0).number()), 9)))
        .extracting(Trouble::at)
        .containsExactly(NOON);
  }

  @Test
  void howFarTheWordHasComeIsKnownOverARestart() {
    AlertRules rules = new AlertRules(
        List.of(new AlertRule(Set.of("agent.failed"), List.of("ops", "phone", "gone"), true)));
    await(journal.post(rules.about("lal", List.of(alertOf("agent.failed", NOON)))));
    Instant later = NOON.plusSeconds(5);
    await(journal.outbox().delivered(next().orElseThrow(), NOON));
    Letter phone = await(journal.outbox().next("phone", NOON)).orElseThrow();
    await(journal.outbox().postpone(phone, Waiting.TARGET, later, "HTTP 503"));
    Letter gone = await(journal.outbox().next("gone", NOON)).orElseThrow();
    await(journal.outbox().postpone(gone, Waiting.TARGET, later, "HTTP 410"));
    await(journal.outbox().switchOff("gone", "setting"));
    assertThat(await(journal.outbox().waitedFor())).containsExactly("gone", "phone");
    restart();

    assertThat(troubles().get(0).deliveries())
        .containsExactly(
            new Delivery("ops", Delivery.State.SENT, 1, Optional.empty(), ""),
            new Delivery("phone", Delivery.State.PENDING, 1, Optional.of(later), "HTTP 503"),
            new Delivery("gone", Delivery.State.FAILED, 1, Optional.empty(), "HTTP 410"));
  }

  @Test
  void whatWaitsForATargetThatIsNoLongerConfiguredHasFailed() {
    await(journal.post(failure(NOON)));
    await(journal.outbox().switchOff("ops", Outbox.NOT_CONFIGURED));

    assertThat(troubles().get(0).deliveries())
        .containsExactly(new Delivery(
            "ops",
            Delivery.State.FAILED,
            0,
            Optional.empty(),
            "It is not in the configuration any more."));
  }

  @Test
  void onlyWhatIsOverGoesWithTheHistory() {
    await(journal.post(waking(NOON)));
    await(journal.post(failure(NOON)));
    all();

    await(journal.purge(NOON.plusSeconds(1)));

    assertThat(troubles()).extracting(Trouble::event).containsExactly("agent.failed");
  }

  private List<Trouble> troubles() {
    return await(journal.outbox().troubles(Optional.empty(), Optional.empty(), 9));
  }

  private static List<Notice> failure(Instant at) {
    return RULES.about("lal", List.of(alertOf("agent.failed", at)));
  }

  private static List<Notice> waking(Instant at) {
    return RULES.about("lal", List.of(alertOf("agent.waking", at)));
  }

  private static List<Notice> ready() {
    return RULES.about("lal", List.of(alertOf("agent.ready", NOON.plusSeconds(30))));
  }

  private static Alert alertOf(String event, Instant at) {
    return new Alert(event, Optional.of(LAL), false, at, "title", "", "{}");
  }

  private Optional<Letter> next() {
    return next(NOON);
  }

  private Optional<Letter> next(Instant now) {
    return await(journal.outbox().next("ops", now));
  }

  /** Takes all out, in their order. */
  private List<Letter> all() {
    List<Letter> letters = new ArrayList<>();
    for (Optional<Letter> next = next(); next.isPresent(); next = next()) {
      letters.add(next.get());
      await(journal.outbox().delivered(next.get(), NOON));
    }
    return letters;
  }

  private void restart() {
    await(journal.close());
    open();
  }

  private void command(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int number(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.getInt(1);
    }
  }

  private Path file() {
    return folder.resolve("reveille.db");
  }
}

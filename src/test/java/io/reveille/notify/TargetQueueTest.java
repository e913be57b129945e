package io.reveille.notify;

import static io.reveille.notify.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.AlertRule;
import io.reveille.core.Letter;
import io.reveille.core.Letter.Waiting;
import io.reveille.core.Notice;
import io.reveille.notify.Target.Answer;
import io.reveille.notify.Target.Result;
import io.reveille.testing.ManualTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TargetQueueTest {
  private static final Answer TAKEN = new Answer(Result.TAKEN, 200, "HTTP 200", Optional.empty());
  private static final Answer DOWN =
      new Answer(Result.NOT_NOW, 0, "no connection", Optional.empty());
  private static final Answer REFUSED =
      new Answer(Result.NOT_THIS, 400, "HTTP 400", Optional.empty());
  private static final Answer GONE = new Answer(Result.GONE, 410, "HTTP 410", Optional.empty());

  private final ManualTimers timers = new ManualTimers();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final List<AgentEvent> events = new ArrayList<>();
  private final List<AlertRule> rules = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();
  private Future<Answer> answer = Future.succeededFuture(TAKEN);
  private TargetQueue queue = queue();

  private TargetQueue queue() {
    Target target = letter -> {
      sent.add(letter.id());
      return answer;
    };
    return new TargetQueue(
        new TargetQueue.Address("ops", target, "setting"),
        outbox,
        timers,
        new DeliveryReports(outbox, () -> rules, events::add));
  }

  private void answers(Answer next) {
    answer = Future.succeededFuture(next);
  }

  private void arrives(String id) {
    outbox.put(letter(id));
    queue.poke();
    timers.advance(Duration.ZERO);
  }

  private void pass(Duration time) {
    timers.advance(time);
  }

  @Test
  void alertsAreDeliveredInTheirOrderAndThenForgotten() {
    outbox.put(letter("one"));
    outbox.put(letter("two"));
    queue.poke();
    pass(Duration.ZERO);

    assertThat(sent).containsExactly("one", "two");
    assertThat(outbox.letters).isEmpty();
    assertThat(names()).containsExactly("alert.sent", "alert.sent");
  }

  @Test
  void whatIsNotTakenIsTriedAgainMoreAndMoreSeldom() {
    answers(DOWN);
    arrives("one");
    List<Duration> waits = new ArrayList<>();
    for (int retry = 0; retry < 7; retry++) {
      waits.add(timers.untilNext().orElseThrow());
      timers.fireNext();
    }

    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1));
    assertThat(sent).hasSize(8).containsOnly("one");
  }

  @Test
  void onceTheTargetIsBackEverythingGoesOutInOrder() {
    answers(DOWN);
    arrives("one");
    arrives("two");
    answers(TAKEN);
    pass(Duration.ofSeconds(5));

    assertThat(sent).containsExactly("one", "one", "two");
    assertThat(outbox.letters).isEmpty();
  }

  @Test
  void whatIsNewIsAReasonToTryAtOnceButTheOldestGoesFirst() {
    answers(DOWN);
    arrives("one");
    pass(Duration.ofMinutes(30)); // by now the next attempt is an hour off
    sent.clear();
    answers(TAKEN);
    arrives("two");

    assertThat(sent).containsExactly("one", "two");
  }

  @Test
  void whatIsNewDoesNotHammerATargetThatHasJustFailed() {
    answers(DOWN);
    arrives("one");
    for (int more = 0; more < 10; more++) {
      arrives("more-" + more);
    }

    assertThat(sent).containsExactly("one");
    pass(Duration.ofSeconds(5));
    assertThat(sent).containsExactly("one", "one");
  }

  @Test
  void theTimeThatTheTargetAsksForIsGivenEvenIfSomethingNewComes() {
    answers(new Answer(Result.NOT_NOW, 429, "HTTP 429", Optional.of(Duration.ofMinutes(7))));
    arrives("one");
    pass(Duration.ofMinutes(1));
    arrives("two");
    pass(Duration.ofMinutes(6).minusMillis(1));
    assertThat(sent).containsExactly("one");

    answers(TAKEN);
    pass(Duration.ofMillis(1));
    assertThat(sent).containsExactly("one", "one", "two");
  }

  @Test
  void theTimeThatTheTargetAskedForOutlivesReveille() {
    answers(new Answer(Result.NOT_NOW, 429, "HTTP 429", Optional.of(Duration.ofMinutes(7))));
    arrives("one");
    queue.close();
    queue = queue();
    queue.poke();
    pass(Duration.ofMinutes(7).minusMillis(1));

    assertThat(sent).containsExactly("one");
    pass(Duration.ofMillis(1));
    assertThat(sent).hasSize(2);
  }

  @Test
  void afterARestartOfReveilleItIsTriedAtOnce() {
    answers(DOWN);
    arrives("one");
    pass(Duration.ofHours(3));
    sent.clear();
    queue.close();
    queue = queue();
    answers(TAKEN);
    queue.poke();

    assertThat(sent).containsExactly("one");
  }

  @Test
  void oneThatIsRefusedDoesNotHoldUpTheOthers() {
    answers(REFUSED);
    arrives("bad");
    answers(TAKEN);
    arrives("good");

    assertThat(sent).containsExactly("bad", "good");
    assertThat(outbox.letters).extracting(Letter::waiting).containsExactly(Waiting.LETTER);
    pass(Duration.ofSeconds(5));
    assertThat(outbox.letters).isEmpty();
  }

  @Test
  void aTargetThatIsGoneGetsNothingAnyMoreAndNothingIsLost() {
    answers(GONE);
    arrives("one");
    arrives("two");
    pass(Duration.ofDays(2));

    assertThat(sent).containsExactly("one");
    assertThat(outbox.letters).hasSize(2);
    assertThat(outbox.off).containsEntry("ops", "setting");
    assertThat(timers.pending()).isZero();
  }

  @Test
  void aStreakOfFailuresIsReportedOnceAlsoOverARestart() {
    answers(DOWN);
    arrives("one");
    pass(Duration.ofHours(2));
    arrives("two");
    queue.close();
    queue = queue();
    queue.poke();
    pass(Duration.ofHours(2));
    assertThat(names()).containsExactly("alert.failed");

    answers(TAKEN);
    pass(Duration.ofHours(1));
    answers(DOWN);
    arrives("three");
    assertThat(names()).containsExactly("alert.failed", "alert.sent", "alert.sent", "alert.failed");
  }

  @Test
  void otherTargetsHearOfAFailureAndOfItsEndThisOneDoesNot() {
    rules.add(new AlertRule(Set.of("alert.failed"), List.of("ops", "phone"), true));
    answers(DOWN);
    arrives("one");
    assertThat(outbox.posted)
        .extracting(notice -> notice.letter().target())
        .containsExactly(Notice.TO_NOBODY, "phone");

    answers(TAKEN);
    pass(Duration.ofSeconds(5));
    arrives("two");
    assertThat(outbox.posted)
        .extracting(Notice::kind)
        .containsExactly(Notice.Kind.BEGINS, Notice.Kind.BEGINS, Notice.Kind.ENDS);
  }

  @Test
  void whatCameBackIsKeptWithTheAlert() {
    answers(DOWN);
    arrives("one");
    pass(Duration.ofSeconds(5));

    assertThat(outbox.problems).containsExactly("no connection", "no connection");
  }

  @Test
  void anAlertAboutAnAlertCausesNoFurtherOne() {
    rules.add(new AlertRule(Set.of("alert.failed", "alert.sent"), List.of("phone"), true));
    outbox.put(letter("one", "alert.failed"));
    queue.poke();

    assertThat(names()).containsExactly("alert.sent");
    assertThat(outbox.posted).isEmpty();
  }

  @Test
  void whatWasDeliveredIsNotSentAgainBecauseThatCouldNotBeWrittenDown() {
    outbox.full = true;
    arrives("one");
    pass(Duration.ofMinutes(1));
    assertThat(outbox.letters).hasSize(1);

    outbox.full = false;
    pass(Duration.ofSeconds(5));
    assertThat(sent).containsExactly("one");
    assertThat(outbox.letters).isEmpty();
  }

  @Test
  void aTargetThatCannotPutItIntoWordsIsNotStuck() {
    answer = Future.failedFuture("a fault");
    arrives("one");
    answers(TAKEN);
    arrives("two");

    assertThat(sent).containsExactly("one", "two");
  }

  @Test
  void theEndWaitsForWhatIsUnderWay() {
    Promise<Answer> slow = Promise.promise();
    answer = slow.future();
    arrives("one");
    Future<Void> closed = queue.close();
    assertThat(closed.isComplete()).isFalse();

    slow.complete(TAKEN);
    assertThat(closed.succeeded()).isTrue();
    assertThat(outbox.letters).isEmpty();
    assertThat(timers.pending()).isZero();
  }

  private List<String> names() {
    return events.stream().map(AgentEvent::name).toList();
  }
}

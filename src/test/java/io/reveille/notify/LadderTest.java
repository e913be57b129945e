package io.reveille.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.Held;
import io.reveille.config.GatewayConfig.Chat.OnReady;
import io.reveille.config.GatewayConfig.Chat.Waking;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.IndicatorPost;
import io.reveille.notify.ChatFault.Kind;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.Reports;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final BotId LAL = new BotId("lal");
  private static final String WAKING = ":alarm_clock: **lal** is waking up, usually about 6 s.";
  private static final Waking DELETE =
      new Waking(Duration.ofMillis(300), Duration.ofSeconds(2), OnReady.DELETE);
  private static final Waking EDIT =
      new Waking(Duration.ofMillis(300), Duration.ofSeconds(2), OnReady.EDIT);
  private static final ChatPlace THERE =
      new ChatPlace("mattermost:channel", Optional.of("thread"), Optional.empty());
  private static final Place PLACE = Place.of(THERE).orElseThrow();

  private final ManualTimers timers = new ManualTimers();
  private final FakeChat chat = new FakeChat();
  private final FakePosts posts = new FakePosts();
  private final Leftovers leftovers = new Leftovers(server -> Optional.of(chat), posts, timers);
  private State state = State.STARTING;

  @Test
  void wakeShorterThanTypingAfterShowsNothing() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofMillis(299));

    ladder.ready();
    timers.advance(Duration.ofMinutes(1));

    assertThat(chat.log).isEmpty();
  }

  @Test
  void wakeThatEndedUnheardShowsNothing() {
    begin(DELETE);
    state = State.RUNNING;

    timers.advance(Duration.ofMinutes(1));

    assertThat(chat.log).isEmpty();
  }

  @Test
  void typingIsRepeatedEveryFourSeconds() {
    begin(DELETE);

    timers.advance(Duration.ofMillis(300));
    assertThat(chat.log).containsExactly("type");
    timers.advance(Duration.ofSeconds(8));

    assertThat(chat.log).containsExactly("type", "post " + WAKING, "type", "type");
  }

  @Test
  void longWakeIsPostedOnceAndThePostGoesWhenItIsReady() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(3));
    assertThat(posts.standing().result())
        .containsExactly(new IndicatorPost(LAL, "mattermost:channel", "p1", Optional.empty()));

    ladder.ready();
    timers.advance(Duration.ofMinutes(1));

    assertThat(chat.log).containsExactly("type", "post " + WAKING, "remove p1");
    assertThat(posts.standing().result()).isEmpty();
  }

  @Test
  void postThatIsToBeEditedSaysHowLongItTook() {
    Ladder ladder = begin(EDIT);
    timers.advance(Duration.ofMillis(6_400));

    ladder.ready();

    assertThat(chat.log)
        .endsWith("conclude p1 :white_check_mark: **lal** is awake, 6.4 s.")
        .filteredOn(call -> call.startsWith("post"))
        .hasSize(1);
    assertThat(posts.standing().result()).isEmpty();
  }

  @Test
  void whileItStandsALaterReveilleWouldSayThatTheWakeWasInterrupted() {
    begin(EDIT);

    timers.advance(Duration.ofSeconds(2));

    assertThat(posts.standing().result().get(0).ending())
        .contains(":alarm_clock: **lal** was being woken when Reveille was restarted.");
  }

  @Test
  void withoutAWaitItIsPostedAtOnce() {
    begin(new Waking(Duration.ofMillis(300), Duration.ZERO, OnReady.DELETE));

    timers.advance(Duration.ZERO);

    assertThat(chat.log).containsExactly("post " + WAKING);
  }

  @Test
  void unknownUsualTimeIsLeftOut() {
    ladder(DELETE, Optional.empty()).begin();

    timers.advance(Duration.ofSeconds(2));

    assertThat(chat.log).contains("post :alarm_clock: **lal** is waking up.");
  }

  @Test
  void failureIsSaidWithItsReasonWhereItWasPosted() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(3));

    ladder.failed("Not ready after 60 s.");

    assertThat(chat.log).endsWith("conclude p1 :x: **lal** did not wake up. Not ready after 60 s.");
    assertThat(posts.standing().result()).isEmpty();
  }

  @Test
  void failureBeforeAnythingWasPostedIsTheCallersToTell() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(1));

    ladder.failed("Not ready.");
    timers.advance(Duration.ofMinutes(1));

    assertThat(chat.log).containsExactly("type", "rest");
  }

  @Test
  void readyWhileThePostIsUnderWayTakesItAwayWhenItsIdArrives() {
    chat.slow = true;
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(3));
    ladder.ready();
    assertThat(chat.log).containsExactly("type", "post " + WAKING, "rest");

    chat.finish(PLACE);

    assertThat(chat.log).endsWith("remove p1");
    assertThat(posts.standing().result()).isEmpty();
  }

  @Test
  void crashIsSaidInThePostThatStands() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(3));
    state = State.RESTARTING;

    ladder.news();

    assertThat(chat.log).endsWith("edit p1 :alarm_clock: **lal** crashed and is being restarted.");
  }

  @Test
  void requestsThatWaitForARestartAreToldOfIt() {
    state = State.RESTARTING;
    begin(DELETE);

    timers.advance(Duration.ofSeconds(2));

    assertThat(chat.log)
        .containsExactly("type", "post :alarm_clock: **lal** crashed and is being restarted.");
  }

  @Test
  void crashWhileThePostIsUnderWayIsSaidWhenItStands() {
    chat.slow = true;
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(2));
    state = State.CRASHED;
    ladder.news();

    chat.finish(PLACE);

    assertThat(chat.log).endsWith("edit p1 :alarm_clock: **lal** crashed and is being restarted.");
  }

  @Test
  void typingEndsWhenNobodyWaitsAnyMoreButThePostStays() {
    begin(DELETE);

    timers.advance(Duration.ofMinutes(5));

    assertThat(chat.log.stream().filter(call -> call.equals("type"))).hasSize(7);
    assertThat(posts.standing().result()).hasSize(1);
  }

  @Test
  void typingGoesOnForWhoeverComesLater() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(20));

    ladder.waits(held(Optional.empty()));
    timers.advance(Duration.ofMinutes(5));

    assertThat(chat.log.stream().filter(call -> call.equals("type"))).hasSize(12);
  }

  @Test
  void postThatIsPutOffIsPostedLater() {
    chat.refusals.add(new ChatFault(Kind.TOO_MANY, Duration.ofSeconds(7), "later"));
    begin(DELETE);
    timers.advance(Duration.ofMillis(8_900));
    assertThat(count("post")).isEqualTo(1);

    timers.advance(Duration.ofMillis(200));

    assertThat(count("post")).isEqualTo(2);
    assertThat(posts.standing().result()).hasSize(1);
  }

  @Test
  void postThatWasPutOffIsLeftOutWhenTheWakeIsOver() {
    chat.refusals.add(new ChatFault(Kind.TOO_MANY, Duration.ofSeconds(7), "later"));
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(3));

    ladder.ready();
    timers.advance(Duration.ofMinutes(1));

    assertThat(count("post")).isEqualTo(1);
  }

  @Test
  void postThatMayHaveBeenWrittenIsNotWrittenAgain() {
    chat.refusals.add(new ChatFault(Kind.UNKNOWN, "no answer"));
    begin(DELETE);

    timers.advance(Duration.ofMinutes(5));

    assertThat(count("post")).isEqualTo(1);
  }

  @Test
  void operatorWhoPutsItToSleepEndsTheIndicator() {
    begin(DELETE);
    timers.advance(Duration.ofSeconds(3));
    state = State.PAUSED;

    timers.advance(Duration.ofSeconds(4));

    assertThat(chat.log).endsWith("remove p1");
  }

  @Test
  void agentThatStillSleepsWhenItsWakeWasJustAskedForIsWaking() {
    state = State.PAUSED;
    begin(new Waking(Duration.ofMillis(300), Duration.ZERO, OnReady.DELETE));

    timers.advance(Duration.ZERO);

    assertThat(chat.log).containsExactly("post " + WAKING);
  }

  @Test
  void postThatCannotBeTakenAwayIsTriedAgainUntilItIsGone() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(3));
    chat.refusals.add(new ChatFault(Kind.UNKNOWN, "no answer"));
    chat.refusals.add(new ChatFault(Kind.TOO_MANY, Duration.ofSeconds(90), "later"));

    ladder.ready();
    timers.advance(Duration.ofSeconds(5));
    assertThat(count("remove")).isEqualTo(2);
    timers.advance(Duration.ofSeconds(89));
    assertThat(count("remove")).isEqualTo(2);
    assertThat(posts.standing().result()).hasSize(1);
    timers.advance(Duration.ofSeconds(1));

    assertThat(count("remove")).isEqualTo(3);
    assertThat(posts.standing().result()).isEmpty();
  }

  @Test
  void postThatIsGoneAlreadyIsForgotten() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(3));
    chat.refusals.add(new ChatFault(Kind.GONE, "HTTP 404"));

    ladder.ready();

    assertThat(posts.standing().result()).isEmpty();
  }

  @Test
  void lastWordThatCannotBeSaidIsKeptForALaterReveille() {
    Ladder ladder = begin(DELETE);
    timers.advance(Duration.ofSeconds(3));
    chat.refusals.add(new ChatFault(Kind.UNKNOWN, "no answer"));

    ladder.failed("It is gone.");

    assertThat(posts.standing().result().get(0).ending())
        .contains(":x: **lal** did not wake up. It is gone.");
  }

  @Test
  void whatAnEarlierReveilleLeftIsTakenAwayOrEdited() {
    posts.put(new IndicatorPost(LAL, "mattermost:channel", "old", Optional.empty()));
    posts.put(new IndicatorPost(LAL, "mattermost:channel", "older", Optional.of("interrupted")));

    leftovers.recall();

    assertThat(chat.log).containsExactly("remove old", "conclude older interrupted");
    assertThat(posts.standing().result()).isEmpty();
  }

  private long count(String call) {
    return chat.log.stream().filter(line -> line.startsWith(call)).count();
  }

  private Ladder begin(Waking waking) {
    Ladder ladder = ladder(waking, Optional.of(Duration.ofMillis(5_800)));
    ladder.begin();
    return ladder;
  }

  private Ladder ladder(Waking waking, Optional<Duration> usual) {
    return new Ladder(
        held(usual),
        PLACE,
        chat,
        new Ladder.Surroundings(timers, waking, leftovers, agent -> look()));
  }

  private static Held held(Optional<Duration> usual) {
    return new Held(LAL, THERE, Duration.ofSeconds(25), usual);
  }

  private Future<Optional<AgentReport>> look() {
    return Future.succeededFuture(List.of(Reports.bare("lal", state)).stream().findFirst());
  }
}

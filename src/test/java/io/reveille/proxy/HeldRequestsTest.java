package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.Wake;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.BotId;
import io.reveille.core.Generation;
import io.reveille.testing.CountedTraffic;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeldRequestsTest {
  private static final BotId LAL = new BotId("lal");
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private final CountedTraffic traffic = new CountedTraffic();
  private final Gate gate = new Gate(view(State.PAUSED), traffic.elsewhere());
  private final ManualTimers timers = new ManualTimers();
  private final AtomicInteger inAll = new AtomicInteger();
  private final List<Wake> wakes = new ArrayList<>();
  private final List<Promise<WakeReply>> replies = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final HeldRequests held =
      new HeldRequests(gate, new HeldRequests.Limits(() -> 3, () -> 4, inAll), timers, wake -> {
        wakes.add(wake);
        Promise<WakeReply> reply = Promise.promise();
        replies.add(reply);
        return reply.future();
      });

  private final class Request implements HeldRequests.Waiting {
    private final String name;
    private final Future<Void> headSent;

    Request(String name, Future<Void> headSent) {
      this.name = name;
      this.headSent = headSent;
    }

    @Override
    public Future<Void> proceed(AgentView view) {
      told.add(name + " goes");
      return headSent;
    }

    @Override
    public void refuse(WakeReply reply) {
      told.add(name + " " + reply.outcome());
    }

    @Override
    public Optional<ChatPlace> place() {
      return Optional.of(new ChatPlace(name, Optional.empty(), Optional.empty()));
    }
  }

  @Test
  void manyAskForOneWakeAndGoInTheOrderOfTheirArrival() {
    hold("a");
    hold("b");
    hold("c");
    assertThat(wakes).hasSize(1);
    assertThat(wakes.get(0).place().orElseThrow().channel()).isEqualTo("a");
    assertThat(wakes.get(0).patience()).isEqualTo(PATIENCE);

    wakeUp();

    assertThat(told).containsExactly("a goes", "b goes", "c goes");
    assertThat(gate.inFlight()).isEqualTo(3);
    assertThat(gate.held()).isZero();
    assertThat(inAll).hasValue(0);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void theNextOneGoesWhenTheHeadOfTheOneBeforeIsSent() {
    Promise<Void> headOfFirst = Promise.promise();
    held.hold(new Request("a", headOfFirst.future()), PATIENCE);
    hold("b");
    wakeUp();
    assertThat(told).containsExactly("a goes");
    headOfFirst.complete();
    assertThat(told).containsExactly("a goes", "b goes");
  }

  @Test
  void oneWhoseHeadCannotBeSentStopsNobodyBehindIt() {
    Promise<Void> headOfFirst = Promise.promise();
    held.hold(new Request("a", headOfFirst.future()), PATIENCE);
    hold("b");
    wakeUp();
    headOfFirst.fail("broken");
    assertThat(told).containsExactly("a goes", "b goes");
  }

  @Test
  void eachIsToldTheReasonOfAFailedWakeOnce() {
    for (Outcome outcome :
        List.of(Outcome.WAKE_FAILED, Outcome.FAILED, Outcome.MISSING, Outcome.UNKNOWN_AGENT)) {
      told.clear();
      hold("a");
      hold("b");
      answer(outcome, Duration.ZERO);
      assertThat(told).containsExactly("a " + outcome, "b " + outcome);
    }
    timers.advance(PATIENCE);
    assertThat(told).hasSize(2);
    assertThat(gate.inFlight()).isZero();
  }

  @Test
  void aWakeThatNobodyAnswersIsAFailedOne() {
    hold("a");
    replies.get(0).fail("no handler");
    assertThat(told).containsExactly("a WAKE_FAILED");
  }

  @Test
  void whoeverIsStillThereAtItsDeadlineIsRefused() {
    hold("a");
    timers.advance(PATIENCE.minusNanos(1));
    assertThat(told).isEmpty();
    timers.advance(Duration.ofNanos(1));
    assertThat(told).containsExactly("a STILL_WAKING");
    wakeUp();
    assertThat(told).hasSize(1);
    assertThat(gate.held()).isZero();
  }

  @Test
  void aRestartThatComesTooLateRefusesOnlyThoseWhoCannotWait() {
    held.hold(new Request("short", Future.succeededFuture()), Duration.ofSeconds(5));
    hold("long");
    answer(Outcome.RESTARTING, Duration.ofSeconds(10));
    assertThat(told).containsExactly("short RESTARTING");
    assertThat(wakes).hasSize(2);
    wakeUp();
    assertThat(told).containsExactly("short RESTARTING", "long goes");
  }

  @Test
  void aFullQueueTakesNobodyIn() {
    hold("a");
    hold("b");
    hold("c");
    assertThat(held.hold(new Request("d", Future.succeededFuture()), PATIENCE)).isEmpty();
    assertThat(gate.held()).isEqualTo(3);
    assertThat(inAll).hasValue(3);
  }

  @Test
  void theQueuesInAllAreLimitedToo() {
    inAll.set(4);
    assertThat(held.hold(new Request("a", Future.succeededFuture()), PATIENCE)).isEmpty();
    assertThat(gate.held()).isZero();
    assertThat(inAll).hasValue(4);
    assertThat(wakes).isEmpty();
  }

  @Test
  void whoeverLeavesIsForgottenAndTheWakeGoesOn() {
    Runnable leave = hold("a");
    hold("b");
    leave.run();
    leave.run();
    assertThat(gate.held()).isEqualTo(1);
    wakeUp();
    assertThat(told).containsExactly("b goes");
    assertThat(gate.inFlight()).isEqualTo(1);
  }

  @Test
  void thoseWhoAreLeftWhenItSleepsAgainUnderTheirEyesAskAgain() {
    Promise<Void> headOfFirst = Promise.promise();
    held.hold(new Request("a", headOfFirst.future()), PATIENCE);
    hold("b");
    wakeUp();
    gate.show(view(State.IDLE));
    headOfFirst.complete();
    assertThat(told).containsExactly("a goes");
    assertThat(wakes).hasSize(2);
    assertThat(gate.inFlight()).isEqualTo(1);
    wakeUp();
    assertThat(told).containsExactly("a goes", "b goes");
  }

  @Test
  void oneWhoComesWhileOthersAreLetThroughIsLetThroughBehindThem() {
    Promise<Void> headOfFirst = Promise.promise();
    held.hold(new Request("a", headOfFirst.future()), PATIENCE);
    wakeUp();
    hold("late");
    answer(Outcome.READY, Duration.ZERO);
    headOfFirst.complete();
    assertThat(told).containsExactly("a goes", "late goes");
  }

  private Runnable hold(String name) {
    return held.hold(new Request(name, Future.succeededFuture()), PATIENCE).orElseThrow();
  }

  private void wakeUp() {
    gate.show(view(State.RUNNING));
    answer(Outcome.READY, Duration.ZERO);
  }

  private void answer(Outcome outcome, Duration retryAfter) {
    replies.get(replies.size() - 1).complete(new WakeReply(LAL, outcome, "", retryAfter));
  }

  private static AgentView view(State state) {
    return new AgentView(
        LAL,
        state,
        Generation.NONE,
        Optional.empty(),
        Settings.defaults(),
        Instant.EPOCH,
        0,
        WakeKind.NONE,
        Duration.ZERO,
        Optional.empty(),
        Optional.empty());
  }
}

package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.BotId;
import io.reveille.testing.ManualTimers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitersAndTurnsTest {
  private static final WakeReply READY = new WakeReply(LAL, Outcome.READY, "", Duration.ZERO);
  private static final BotId DATA = new BotId("data");
  private static final BotId LORE = new BotId("lore");
  private final ManualTimers timers = new ManualTimers();
  private final Waiters waiters = new Waiters(LAL, timers);
  private final List<String> order = new ArrayList<>();
  private int most = 1;
  private int shortages;
  private final Turns turns = new Turns(() -> most, () -> shortages++);

  @Test
  void allAreAnsweredInTheirOrderAndTheirTimersGo() {
    waiters.add(Duration.ofSeconds(1)).onSuccess(reply -> order.add("first"));
    waiters.add(Duration.ofSeconds(1)).onSuccess(reply -> order.add("second"));
    waiters.answerAll(READY);
    assertThat(order).containsExactly("first", "second");
    assertThat(waiters.any()).isFalse();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void whoWaitsTooLongIsToldThatItStillWakes() {
    Future<WakeReply> reply = waiters.add(Duration.ofSeconds(1));
    timers.advance(Duration.ofSeconds(1));
    assertThat(reply.result().outcome()).isEqualTo(Outcome.STILL_WAKING);
    assertThat(waiters.any()).isFalse();
  }

  @Test
  void whoAsksAgainWhileAnsweredIsNotAnsweredBySameBreath() {
    List<Future<WakeReply>> again = new ArrayList<>();
    waiters
        .add(Duration.ofSeconds(1))
        .onSuccess(reply -> again.add(waiters.add(Duration.ofSeconds(1))));
    waiters.answerAll(READY);
    assertThat(again.get(0).isComplete()).isFalse();
  }

  @Test
  void onlyTheHastyAreSentAway() {
    Future<WakeReply> hasty = waiters.add(Duration.ofSeconds(5));
    Future<WakeReply> patient = waiters.add(Duration.ofSeconds(11));
    waiters.answerTheHasty(new WakeReply(LAL, Outcome.RESTARTING, "", Duration.ofSeconds(10)));
    assertThat(hasty.isComplete()).isTrue();
    assertThat(patient.isComplete()).isFalse();
  }

  @Test
  void turnsComeInTheOrderOfAsking() {
    turns.take(LAL, () -> true);
    turns.take(DATA, () -> true).onSuccess(turn -> order.add("data"));
    turns.take(LORE, () -> true).onSuccess(turn -> order.add("lore"));
    assertThat(shortages).isEqualTo(2);
    assertThat(order).isEmpty();
    turns.giveBack(LAL);
    assertThat(order).containsExactly("data");
    turns.giveBack(DATA);
    assertThat(order).containsExactly("data", "lore");
  }

  @Test
  void whoNoLongerWantsItIsPassedOver() {
    turns.take(LAL, () -> true);
    turns.take(DATA, () -> false).onSuccess(turn -> order.add("data"));
    turns.take(LORE, () -> true).onSuccess(turn -> order.add("lore"));
    turns.giveBack(LAL);
    assertThat(order).containsExactly("lore");
  }

  @Test
  void anAgentHasAtMostOnePlace() {
    turns.take(LAL, () -> true);
    assertThat(turns.take(LAL, () -> true).isComplete()).isTrue();
    turns.giveBack(LAL);
    turns.giveBack(LAL);
    assertThat(turns.take(DATA, () -> true).isComplete()).isTrue();
    assertThat(turns.take(LORE, () -> true).isComplete()).isFalse();
  }

  @Test
  void theLimitIsReadAtEachDecisionAndZeroIsNone() {
    most = 0;
    for (int agent = 0; agent < 100; agent++) {
      assertThat(turns.take(new BotId("a" + agent), () -> true).isComplete()).isTrue();
    }
    most = 50;
    assertThat(turns.take(LAL, () -> true).isComplete()).isFalse();
    assertThat(turns.shortage()).isEqualTo(51);
  }

  @Test
  void theUsualWakeIsTheMedianAndTheNinetiethOfTheLast32() {
    WakeTimes times = new WakeTimes();
    assertThat(times.usual()).isEmpty();
    times.add(Duration.ofDays(1)); // falls out
    for (int wake = 32; wake >= 1; wake--) {
      times.add(Duration.ofSeconds(wake));
    }
    assertThat(times.usual().orElseThrow().p50()).isEqualTo(Duration.ofSeconds(16));
    assertThat(times.usual().orElseThrow().p90()).isEqualTo(Duration.ofSeconds(29));
  }
}

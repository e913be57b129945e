package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.Act.Action;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.ActReply.Result;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.Agent.State;
import io.reveille.core.Keep;
import io.reveille.core.Keep.Mode;
import io.reveille.core.Sighting.Status;
import io.reveille.testing.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingOrderTest {
  private static final Duration LONG = Settings.defaults().idleTimeout().multipliedBy(3);

  private final Rig rig = new Rig();

  @Test
  void whatIsKeptAwakeFallsAsleepOnlyWhenItIsLetGo() {
    rig.with("lal", Status.RUNNING).start();
    keep(Mode.AWAKE, Optional.empty());
    assertThat(Reports.of(rig.lal()).next()).isEmpty();

    rig.advance(LONG);
    assertThat(rig.state()).isEqualTo(State.RUNNING);

    letGo(Mode.AWAKE);
    rig.advance(Duration.ZERO);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
  }

  @Test
  void whatIsKeptAwakeForATimeFallsAsleepAfterIt() {
    rig.with("lal", Status.RUNNING).start();
    keep(Mode.AWAKE, Optional.of(rig.timers.wall().plus(LONG)));

    rig.advance(LONG.minusSeconds(1));
    assertThat(rig.state()).isEqualTo(State.RUNNING);

    rig.advance(Duration.ofSeconds(1));
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    assertThat(rig.journal.kept).isEmpty();
    assertThat(rig.last("agent.updated").detail()).isEqualTo("No longer kept awake.");
  }

  @Test
  void anOperatorPausesWhatIsKeptAwake() {
    rig.with("lal", Status.RUNNING).start();
    keep(Mode.AWAKE, Optional.empty());

    assertThat(rig.act(Action.PAUSE, false, Rig.PATIENCE).result().result()).isEqualTo(Result.DONE);
  }

  @Test
  void nobodyWakesWhatIsKeptAsleep() {
    rig.with("lal", Status.PAUSED).start();
    Instant until = rig.timers.wall().plusSeconds(600);
    keep(Mode.ASLEEP, Optional.of(until));

    WakeReply reply = rig.wake().result();

    assertThat(reply.outcome()).isEqualTo(Outcome.KEPT_ASLEEP);
    assertThat(reply.retryAfter()).isEqualTo(Duration.ofMinutes(10));
    assertThat(rig.act(Action.WAKE, false, Rig.PATIENCE).result().result())
        .isEqualTo(Result.IMPOSSIBLE);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
    assertThat(rig.calls()).isEmpty();

    rig.advance(Duration.ofMinutes(10));
    assertThat(rig.wake().result().outcome()).isEqualTo(Outcome.READY);
  }

  @Test
  void whatRunsIsPutToSleepToBeKeptAsleepUnlessItIsInUse() {
    rig.with("lal", Status.RUNNING).start();
    rig.gate().inFlight = 1;
    assertThat(keep(Mode.ASLEEP, Optional.empty()).result()).isEqualTo(Result.IN_USE);
    assertThat(rig.lal().order().now()).isEmpty();

    rig.gate().inFlight = 0;
    assertThat(keep(Mode.ASLEEP, Optional.empty()).result()).isEqualTo(Result.DONE);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
  }

  @Test
  void whoComesWhileItIsPutToSleepIsToldThatItIsKeptAsleep() {
    rig.with("lal", Status.RUNNING).start();
    rig.runtime.slow = true;
    keep(Mode.ASLEEP, Optional.empty());
    var held = rig.wake();

    rig.runtime.finish();

    assertThat(held.result().outcome()).isEqualTo(Outcome.KEPT_ASLEEP);
    assertThat(rig.state()).isEqualTo(State.PAUSED);
  }

  @Test
  void anOrderOutlivesReveille() {
    rig.with("lal", Status.PAUSED).start();
    keep(Mode.ASLEEP, Optional.empty());

    rig.restart();

    assertThat(rig.wake().result().outcome()).isEqualTo(Outcome.KEPT_ASLEEP);
    assertThat(Reports.of(rig.lal()).keep()).contains(new Keep(Mode.ASLEEP, Optional.empty()));
  }

  @Test
  void anOrderThatCannotBeWrittenDownIsNotGiven() {
    rig.with("lal", Status.PAUSED).start();
    rig.journal.full = true;

    assertThat(keep(Mode.ASLEEP, Optional.empty()).result()).isEqualTo(Result.NOT_DONE);

    assertThat(rig.lal().order().now()).isEmpty();
  }

  @Test
  void lettingGoOfWhatItIsNotHeldToChangesNothing() {
    rig.with("lal", Status.PAUSED).start();
    keep(Mode.ASLEEP, Optional.empty());

    letGo(Mode.AWAKE);

    assertThat(rig.lal().order().forbidsWake()).isTrue();
  }

  private ActReply keep(Mode mode, Optional<Instant> until) {
    return order(new SetKeep(LAL, mode, Optional.of(new Keep(mode, until)), false));
  }

  private void letGo(Mode mode) {
    assertThat(order(new SetKeep(LAL, mode, Optional.empty(), false)).result())
        .isEqualTo(Result.DONE);
  }

  private ActReply order(SetKeep command) {
    return new KeepDesk(rig.lal(), command).carryOut().result();
  }
}

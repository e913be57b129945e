package io.reveille.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.Act.Action;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.ActReply.Result;
import io.reveille.core.Agent.State;
import io.reveille.core.Sighting.Status;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final Rig rig = new Rig();

  @ParameterizedTest
  @CsvSource({
    "WAKE, CREATED, DONE, RUNNING",
    "WAKE, PAUSED, DONE, RUNNING",
    "WAKE, RUNNING, ALREADY, RUNNING",
    "WAKE, MISSING, IMPOSSIBLE, MISSING",
    "PAUSE, RUNNING, DONE, PAUSED",
    "PAUSE, PAUSED, ALREADY, PAUSED",
    "PAUSE, CREATED, IMPOSSIBLE, CREATED",
    "PAUSE, MISSING, IMPOSSIBLE, MISSING",
    "STOP, RUNNING, DONE, STOPPED",
    "STOP, PAUSED, DONE, STOPPED",
    "STOP, CREATED, ALREADY, CREATED",
    "STOP, MISSING, IMPOSSIBLE, MISSING",
    "RESTART, RUNNING, DONE, RUNNING",
    "RESTART, PAUSED, DONE, RUNNING",
    "RESTART, CREATED, DONE, RUNNING",
    "RESTART, MISSING, IMPOSSIBLE, MISSING",
    "RESET_FAILED, RUNNING, ALREADY, RUNNING",
    "RESET_FAILED, MISSING, ALREADY, MISSING"
  })
  void doesWhatCanBeDoneInEachState(Action action, Status status, Result result, State after) {
    rig.with("lal", status).start();
    Future<ActReply> reply = rig.act(action, false, PATIENCE);
    assertThat(reply.result().result()).isEqualTo(result);
    assertThat(rig.state()).isEqualTo(after);
    assertThat(reply.result().agent().orElseThrow().state()).isEqualTo(after);
  }

  @ParameterizedTest
  @CsvSource({"PAUSE", "STOP", "RESTART"})
  void isRefusedWhileRequestsAreInFlightUnlessForced(Action action) {
    rig.with("lal", Status.RUNNING).start();
    rig.gate().inFlight = 2;
    ActReply refused = rig.act(action, false, PATIENCE).result();
    assertThat(refused.result()).isEqualTo(Result.IN_USE);
    assertThat(refused.detail()).isEqualTo("Requests in flight: 2; repeat with force=true.");
    assertThat(rig.calls()).isEmpty();
    if (action != Action.RESTART) {
      assertThat(rig.act(action, true, PATIENCE).result().result()).isEqualTo(Result.DONE);
    }
  }

  @Test
  void whatTakesLongerThanTheOperatorWaitsIsAcceptedAndGoesOn() {
    rig.with("lal", Status.PAUSED).start();
    rig.runtime.slow = true;
    Future<ActReply> reply = rig.act(Action.WAKE, false, Duration.ofSeconds(1));
    rig.advance(Duration.ofSeconds(1));
    assertThat(reply.result().result()).isEqualTo(Result.ACCEPTED);
    rig.runtime.finish();
    assertThat(rig.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void aPauseThatIsRefusedIsNotDone() {
    rig.with("lal", Status.RUNNING).start();
    rig.runtime.refusal = "no freezer";
    ActReply reply = rig.act(Action.PAUSE, false, PATIENCE).result();
    assertThat(reply.result()).isEqualTo(Result.NOT_DONE);
    assertThat(reply.detail()).isEqualTo("lal is running again.");
  }

  @Test
  void aMissingAgentCannotBeResetIntoBeing() {
    rig.with("lal", Status.MISSING).start();
    assertThat(rig.act(Action.WAKE, false, PATIENCE).result().detail())
        .isEqualTo("lal does not exist; create it first.");
  }

  @Test
  void resetSkipsTheBackoffOfARestartingOne() {
    rig.with("lal", Status.RUNNING).start();
    rig.runtime.exits(Rig.LAL, 1);
    assertThat(rig.act(Action.RESET_FAILED, false, PATIENCE).result().result())
        .isEqualTo(Result.DONE);
    assertThat(rig.state()).isEqualTo(State.RUNNING);
    assertThat(rig.eventNames()).contains("agent.reset");
  }
}

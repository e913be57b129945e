package io.reveille.store;

import io.reveille.core.Agent;
import io.reveille.core.AgentRecord;
import io.reveille.core.Alert;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Notice;
import io.reveille.core.Operation;
import io.reveille.core.Restarts;
import io.reveille.core.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the tests write. */
final class Samples {
  static final BotId LAL = new BotId("lal");
  static final BotId DATA = new BotId("data");
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  static final Generation FIRST_RUN = new Generation("c0ffee", "2026-11-22T11:00:00.123456789Z");

  private Samples() {}

  static AgentRecord plain(BotId id, Agent.State state) {
    return new AgentRecord(
        id,
        state,
        Cause.REQUEST,
        NOON,
        Optional.empty(),
        FIRST_RUN,
        Restarts.NONE,
        Optional.empty());
  }

  static AgentRecord everything(BotId id) {
    return new AgentRecord(
        id,
        Agent.State.RESTARTING,
        Cause.EXIT,
        NOON,
        Optional.of(NOON.minusSeconds(60)),
        FIRST_RUN,
        new Restarts(2, Optional.of(NOON.plusSeconds(20)), Optional.of(NOON.minusSeconds(30))),
        Optional.of(new Exit(137, true, false, NOON.minusMillis(1))));
  }

  static Transition step(BotId id, Agent.State from, Agent.State to) {
    return new Transition(id, from, to, Cause.REQUEST, NOON, Duration.ofMillis(1500));
  }

  static Intent pause(BotId id) {
    return new Intent(id, Operation.PAUSE, FIRST_RUN, NOON);
  }

  /** One alert about lal, to be sent once. */
  static Notice alert(String target) {
    Alert alert =
        new Alert("agent.waking", Optional.of(LAL), false, NOON, "lal is waking up", "", "{}");
    Notice.Envelope letter = new Notice.Envelope("id-" + target, target, alert);
    return new Notice(Notice.Kind.ONCE, "agent lal", Set.of("agent.waking"), letter, false);
  }
}

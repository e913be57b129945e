package io.reveille.testing;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.AgentReport.Breaker;
import io.reveille.bus.GatewayMessage.AgentReport.Next;
import io.reveille.core.Agent;
import io.reveille.core.AgentView.UsualWake;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Exit;
import io.reveille.core.Keep;
import io.reveille.core.LogLine;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the life cycle tells of agents, in tests. */
public final class Reports {
  private static final Instant AT = AdminServer.START;

  /** A line of a log, of which everything is known. */
  public static final LogLine LINE =
      new LogLine(Optional.of(AT), LogLine.Source.STDERR, "ready on port 8080");

  private Reports() {}

  /** Of which as little is known as can be. */
  public static AgentReport bare(String id, Agent.State state) {
    return new AgentReport(
        new BotId(id),
        id,
        state,
        AT,
        Cause.RECONCILE,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        Restarts.NONE,
        3,
        Breaker.CLOSED,
        Optional.empty(),
        "docker",
        Instance.NONE,
        Optional.empty(),
        0,
        Optional.empty(),
        AgentReport.Memory.UNKNOWN,
        Optional.empty());
  }

  /** Of which everything is known. */
  public static AgentReport full(String id, String name) {
    return new AgentReport(
        new BotId(id),
        name,
        Agent.State.PAUSED,
        AT,
        Cause.IDLE_TIMEOUT,
        Optional.of(AT.minusSeconds(1800)),
        Optional.of(new Next(Agent.State.STOPPED, AT.plusSeconds(21600))),
        0,
        0,
        new Restarts(1, Optional.of(AT.plusSeconds(10)), Optional.of(AT.minusSeconds(5))),
        3,
        Breaker.HALF_OPEN,
        Optional.of(new Exit(137, true, false, AT.minusSeconds(7200))),
        "docker",
        new Instance("c0ffee", "lal-1", "lal:2", "paused"),
        Optional.of("http://127.0.0.1:18101"),
        12,
        Optional.of(new UsualWake(Duration.ofMillis(16), Duration.ofMillis(31))),
        new AgentReport.Memory(Optional.of(379_584_512L), Optional.empty()),
        Optional.of(new Keep(Keep.Mode.ASLEEP, Optional.of(AT.plusSeconds(3600)))));
  }

  public static AgentEvent ready(String id) {
    return new AgentEvent(
        "agent.ready",
        Optional.of(new BotId(id)),
        Optional.of(Agent.State.RUNNING),
        Optional.of(Agent.State.STARTING),
        Optional.of(Cause.REQUEST),
        AT,
        Optional.of(Duration.ofMillis(212)),
        Optional.of(new Instance("c0ffee", "lal-1", "lal:2", "running")),
        Optional.empty(),
        0,
        Optional.empty(),
        "");
  }
}

package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentRuntime;
import io.reveille.core.AlertRule;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Gates;
import io.reveille.core.Journal;
import io.reveille.core.Keep;
import io.reveille.core.Sighting;
import io.reveille.core.Timers;
import io.reveille.testing.VirtualVertx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** The real fleet without an event loop: what a test calls happens at once. */
public final class TestFleet {
  /** Admins hear of each agent that is given up. */
  private static final List<AlertRule> RULES =
      List.of(new AlertRule(Set.of("agent.failed"), List.of("ops"), true));

  private final AgentRuntime runtime;
  private final Journal journal;
  private final Fleet fleet;

  /** A probe of a test's own. */
  public interface Probing {
    Future<Void> ready(Sighting agent, BooleanSupplier wanted);
  }

  public TestFleet(
      AgentRuntime runtime,
      Journal journal,
      Timers timers,
      Probing probing,
      DoubleSupplier chance,
      Gates gates,
      Consumer<AgentEvent> sink) {
    this.runtime = runtime;
    this.journal = journal;
    AgentProbe probe = new AgentProbe() {
      @Override
      public Future<Void> ready(Sighting agent, BooleanSupplier wanted) {
        return probing.ready(agent, wanted);
      }

      @Override
      public Future<Boolean> busy(Sighting agent) {
        return Future.succeededFuture(false);
      }
    };
    this.fleet = new Fleet(
        new Ports(
            runtime,
            journal,
            timers,
            probe,
            Breakers.of(VirtualVertx.on(timers, work -> timers.after(Duration.ZERO, work))),
            chance,
            new AlertDesk(() -> RULES)),
        gates,
        new Fleet.Limits(() -> 0, () -> 0),
        sink);
  }

  /** As the verticle does it. */
  public Future<Void> start() {
    return journal
        .recall()
        .onSuccess(fleet::recall)
        .compose(recalled -> journal.kept())
        .onSuccess(fleet::recallOrders)
        .compose(recalled -> runtime.watch(fleet))
        .onSuccess(watching -> fleet.keepLooking())
        .mapEmpty();
  }

  public Future<WakeReply> wake(BotId agent, Duration patience) {
    return fleet
        .keeper(agent)
        .map(keeper -> keeper.wake(patience, Cause.REQUEST))
        .orElseGet(() -> Future.succeededFuture(Replies.unknown(agent)));
  }

  public Optional<Future<ActReply>> act(Act act) {
    return fleet.keeper(act.agent()).map(keeper -> new Operator(keeper, act).act());
  }

  public Optional<Future<ActReply>> order(SetKeep command) {
    return fleet.keeper(command.agent()).map(keeper -> new KeepDesk(keeper, command).carryOut());
  }

  public Optional<Keep> order(BotId agent) {
    return fleet.keeper(agent).flatMap(keeper -> keeper.order().now());
  }

  public State state(BotId agent) {
    return fleet.keeper(agent).map(AgentKeeper::state).orElse(State.MISSING);
  }

  public boolean agreed() {
    return fleet.agreed().isComplete();
  }
}

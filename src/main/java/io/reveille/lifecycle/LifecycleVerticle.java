package io.reveille.lifecycle;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.ActReply.Result;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.Counted;
import io.reveille.bus.GatewayMessage.Find;
import io.reveille.bus.GatewayMessage.FleetHistory;
import io.reveille.bus.GatewayMessage.Found;
import io.reveille.bus.GatewayMessage.History;
import io.reveille.bus.GatewayMessage.HistoryPage;
import io.reveille.bus.GatewayMessage.LogLines;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.bus.GatewayMessage.Wake;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRuntime;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.EventLog;
import io.reveille.core.Gates;
import io.reveille.core.Journal;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the fleet on one event loop: messages and sightings in, replies and events out. */
public final class LifecycleVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LifecycleVerticle.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final GatewayBus bus;
  private final World world;
  private final Gates gates;
  private final Supplier<GatewayConfig> config;
  private final Deque<Subscription> opened = new ArrayDeque<>();
  private final Promise<Void> agreed = Promise.promise();
  private Optional<Fleet> fleet = Optional.empty();

  /** What lies outside of the gateway. */
  public record World(AgentRuntime runtime, Journal journal, EventLog events, Timers timers) {}

  public LifecycleVerticle(
      GatewayBus bus, World world, Gates gates, Supplier<GatewayConfig> config) {
    this.bus = bus;
    this.world = world;
    this.gates = gates;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    Recorder recorder = new Recorder(world.events(), world.timers(), bus::publish);
    // closed last: what happens while all else stops is written down, too
    return recorder
        .follow(bus::onEvent)
        .onSuccess(opened::push)
        .compose(recording -> bus.onPast(recorder::past))
        .onSuccess(opened::push)
        .compose(answering -> live())
        .recover(fault -> stop().transform(stopped -> Future.failedFuture(fault)));
  }

  private Future<?> live() {
    AgentRuntime runtime = new OnLoop(world.runtime(), context);
    Ports ports = new Ports(
        runtime,
        world.journal(),
        world.timers(),
        new HttpProbe(vertx, runtime, world.timers()),
        Breakers.of(vertx),
        () -> ThreadLocalRandom.current().nextDouble(),
        new AlertDesk(() -> config.get().alerts().rules()));
    Fleet.Limits limits = new Fleet.Limits(
        () -> config.get().docker().maxConcurrentStarts(),
        () -> config.get().docker().maxRunning());
    Announcements announcements = new Announcements(world.timers(), bus::publish);
    Fleet agents = new Fleet(ports, gates, limits, announcements::publish);
    ActivityFlush flush = new ActivityFlush(agents, ports);
    MemorySampler sampler = new MemorySampler(agents, ports);
    fleet = Optional.of(agents);
    opened.push(() -> closed(agents, flush).onComplete(closed -> announcements.tellAll()));
    opened.push(() -> {
      sampler.close();
      return Future.succeededFuture();
    });
    agents.agreed().onSuccess(agreed::complete);
    return world
        .journal()
        .recall()
        .onSuccess(agents::recall)
        .compose(recalled -> world.journal().kept())
        .onSuccess(agents::recallOrders)
        .compose(recalled -> answer(agents, sampler))
        .compose(answering -> runtime.watch(agents))
        .onSuccess(opened::push)
        .onSuccess(watching -> {
          agents.keepLooking();
          flush.keepFlushing();
          sampler.keepSampling();
        });
  }

  private Future<Subscription> answer(Fleet agents, MemorySampler sampler) {
    return bus.onWake(wake -> wake(agents, wake))
        .onSuccess(opened::push)
        .compose(done -> bus.onAct(act -> act(agents, act)))
        .onSuccess(opened::push)
        .compose(done -> bus.onKeep(command -> keep(agents, command)))
        .onSuccess(opened::push)
        .compose(done -> bus.onFleetHistory(this::fleetHistory))
        .onSuccess(opened::push)
        .compose(done -> bus.onCountUp(query -> world
            .journal()
            .tally(query.since())
            .map(tally -> new Counted(tally, sampler.points()))))
        .onSuccess(opened::push)
        .compose(done -> bus.onFind(find -> find(agents, find)))
        .onSuccess(opened::push)
        .compose(done -> bus.onHistory(query -> history(agents, query)))
        .onSuccess(opened::push)
        .compose(done -> bus.onLogs(
            query -> world.runtime().logs(query.agent(), query.tail()).map(LogLines::new)))
        .onSuccess(opened::push)
        .compose(done -> bus.onCheckUp(query -> condition(agents)))
        .onSuccess(opened::push);
  }

  /** Completes when what the journal says has been held against the runtime: now requests may come. */
  public Future<Void> agreed() {
    return agreed.future();
  }

  /** Holds everything against the runtime again, for example under a new configuration. From any thread. */
  public void reconcile() {
    context.runOnContext(now -> fleet.ifPresent(Fleet::list));
  }

  /** Tells admins of an event that has its source elsewhere, if a rule says so. From any thread. */
  public void alert(AgentEvent event) {
    context.runOnContext(now -> fleet.ifPresent(agents -> agents.alert(event)));
  }

  private static Future<WakeReply> wake(Fleet agents, Wake wake) {
    return agents
        .keeper(wake.agent())
        .map(keeper -> keeper.wake(wake.patience(), Cause.REQUEST))
        .orElseGet(() -> Future.succeededFuture(Replies.unknown(wake.agent())));
  }

  private static Future<ActReply> act(Fleet agents, Act act) {
    return agents
        .keeper(act.agent())
        .map(keeper -> new Operator(keeper, act).act())
        .orElseGet(() -> Future.succeededFuture(unknown(act.agent())));
  }

  private static Future<ActReply> keep(Fleet agents, SetKeep command) {
    return agents
        .keeper(command.agent())
        .map(keeper -> new KeepDesk(keeper, command).carryOut())
        .orElseGet(() -> Future.succeededFuture(unknown(command.agent())));
  }

  private static ActReply unknown(BotId agent) {
    return new ActReply(Result.UNKNOWN_AGENT, "There is no agent " + agent + ".", Optional.empty());
  }

  private Future<HistoryPage> fleetHistory(FleetHistory query) {
    return world
        .journal()
        .historyOfAll(query.since(), query.before(), query.limit())
        .map(entries -> new HistoryPage(true, entries));
  }

  private static Future<Found> find(Fleet agents, Find find) {
    return Future.succeededFuture(new Found(find.agent()
        .map(agent -> agents.keeper(agent).stream())
        .orElseGet(agents::all)
        .map(Reports::of)
        .toList()));
  }

  private Future<HistoryPage> history(Fleet agents, History query) {
    return world
        .journal()
        .history(query.agent(), query.since(), query.before(), query.limit())
        .map(entries -> new HistoryPage(
            !entries.isEmpty() || agents.keeper(query.agent()).isPresent(), entries));
  }

  private Future<Condition> condition(Fleet agents) {
    Optional<String> problem = agents.disconnection();
    return Future.succeededFuture(new Condition(
        world.runtime().name(),
        problem.isEmpty(),
        problem.orElse(""),
        agreed.future().isComplete(),
        (int) agents.all().count(),
        world.journal().savedAt()));
  }

  private static Future<Void> closed(Fleet agents, ActivityFlush flush) {
    return agents
        .close()
        .timeout(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)
        .onFailure(late -> LOG.warn("Not everything was written down within {}", LAST_WORDS))
        .transform(written -> flush.close());
  }

  /** Closes what start() opened, newest first. Vert.x does not call it after a failed start. */
  @Override
  public Future<?> stop() {
    Future<Void> closed = Future.succeededFuture();
    while (!opened.isEmpty()) {
      closed = closed.eventually(opened.pop()::close);
    }
    return closed;
  }
}

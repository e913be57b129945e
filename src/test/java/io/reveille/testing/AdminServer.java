package io.reveille.testing;

import io.reveille.admin.AdminVerticle;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.ActReply;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.Counted;
import io.reveille.bus.GatewayMessage.Found;
import io.reveille.bus.GatewayMessage.HistoryPage;
import io.reveille.bus.GatewayMessage.LogLines;
import io.reveille.bus.GatewayMessage.PastFound;
import io.reveille.bus.GatewayMessage.Recorded;
import io.reveille.bus.GatewayMessage.Scraped;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.bus.GatewayMessage.TestReport;
import io.reveille.bus.GatewayMessage.TroublesFound;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.core.Agent;
import io.reveille.core.BotId;
import io.reveille.core.Journal.Entry;
import io.reveille.core.Tally;
import io.reveille.core.Tally.WakeTimes;
import io.reveille.core.Timers;
import io.reveille.core.Trouble;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The admin port on a free port, with a scripted life cycle behind the bus. */
public final class AdminServer implements AutoCloseable {
  public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  public final Map<String, AgentReport> agents = new ConcurrentSkipListMap<>();
  public final List<Act> acts = new CopyOnWriteArrayList<>();
  public final List<SetKeep> keeps = new CopyOnWriteArrayList<>();
  public volatile Counted counted = new Counted(
      new Tally(WakeTimes.NONE, WakeTimes.NONE, WakeTimes.NONE, List.of(), Map.of(), Map.of()),
      List.of());
  public final List<Entry> history = new CopyOnWriteArrayList<>();
  public final MemoryEvents events = new MemoryEvents();
  public final List<Trouble> troubles = new CopyOnWriteArrayList<>();
  public final List<String> tests = new CopyOnWriteArrayList<>();
  public volatile TestReport testReport =
      new TestReport(TestReport.Delivery.DELIVERED, 204, "HTTP 204", Duration.ofMillis(31));
  public volatile Condition condition =
      new Condition("docker", true, "", true, 2, Optional.empty());
  public volatile Future<ActReply> reply = Future.succeededFuture(new ActReply(
      ActReply.Result.DONE, "", Optional.of(Reports.bare("lal", Agent.State.RUNNING))));

  private final Vertx vertx = Vertx.vertx();
  private final GatewayBus bus = new GatewayBus(vertx.eventBus()).registerCodecs();
  private final AdminVerticle verticle;
  private final ScriptedConfig config;
  private volatile Secret readToken = Secret.NONE;
  private volatile Secret token;

  public AdminServer() {
    this(Secret.NONE, "127.0.0.1");
  }

  public AdminServer(Secret token, String host) {
    this.token = token;
    this.config = new ScriptedConfig(() -> config(host));
    this.verticle = new AdminVerticle(bus, config, new HurriedTimers(vertx));
    Await.await(bus.onKeep(command -> {
      keeps.add(command);
      return reply;
    }));
    Await.await(bus.onFleetHistory(query -> Future.succeededFuture(new HistoryPage(
        true,
        history.stream()
            .filter(entry -> !entry.transition().at().isBefore(query.since()))
            .filter(entry -> entry.number() < query.before().orElse(Long.MAX_VALUE))
            .sorted(Comparator.comparingLong(Entry::number).reversed())
            .limit(query.limit())
            .toList()))));
    Await.await(bus.onLogs(query ->
        Future.succeededFuture(new LogLines(Collections.nCopies(query.tail(), Reports.LINE)))));
    Await.await(bus.onCountUp(query -> Future.succeededFuture(counted)));
    Await.await(bus.onFind(find -> Future.succeededFuture(new Found(found(find.agent())))));
    Await.await(bus.onHistory(query -> Future.succeededFuture(new HistoryPage(
        agents.containsKey(query.agent().value()),
        history.stream()
            .filter(entry -> entry.transition().agent().equals(query.agent()))
            .filter(entry -> !entry.transition().at().isBefore(query.since()))
            .filter(entry -> entry.number() < query.before().orElse(Long.MAX_VALUE))
            .sorted(Comparator.comparingLong(Entry::number).reversed())
            .limit(query.limit())
            .toList()))));
    Await.await(bus.onEvent(event -> bus.publish(new Recorded(List.of(events.add(event))))));
    Await.await(bus.onPast(query -> query
        .after()
        .map(number -> events.after(number, query.limit()))
        .orElseGet(() -> events.newest(query.limit()))
        .map(found -> new PastFound(found, events.last()))));
    Await.await(bus.onTroubles(query -> Future.succeededFuture(new TroublesFound(troubles.stream()
        .filter(trouble ->
            query.open().map(open -> open == trouble.endedAt().isEmpty()).orElse(true))
        .filter(trouble -> trouble.number() < query.before().orElse(Long.MAX_VALUE))
        .limit(query.limit())
        .toList()))));
    Await.await(bus.onScrape(query -> Future.succeededFuture(
        new Scraped("text/plain; version=0.0.4; charset=utf-8", Buffer.buffer("up 1\n")))));
    Await.await(bus.onCheckUp(query -> Future.succeededFuture(condition)));
    Await.await(bus.onTestAlert(test -> {
      tests.add(test.target());
      return Future.succeededFuture(testReport);
    }));
    Await.await(bus.onAct(act -> {
      acts.add(act);
      return reply;
    }));
  }

  public AdminServer start() {
    Await.await(vertx.deployVerticle(verticle));
    return this;
  }

  public void changeToken(Secret next) {
    token = next;
  }

  public AdminServer withReadToken(Secret next) {
    readToken = next;
    return this;
  }

  public ScriptedConfig config() {
    return config;
  }

  public AdminServer with(AgentReport... reports) {
    for (AgentReport report : reports) {
      agents.put(report.id().value(), report);
    }
    return this;
  }

  public void publish(AgentEvent event) {
    bus.publish(event);
  }

  public Vertx vertx() {
    return vertx;
  }

  public int port() {
    return verticle.port();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    Await.await(vertx.close());
  }

  private List<AgentReport> found(Optional<BotId> one) {
    List<AgentReport> found = new ArrayList<>(agents.values());
    found.removeIf(agent -> one.isPresent() && !agent.id().equals(one.get()));
    return found;
  }

  private GatewayConfig config(String host) {
    return Configs.withAdmin(new GatewayConfig.Admin(host, 0, token, readToken));
  }

  /** A clock that starts at {@link #START}, on which every wait takes a hundredth of its time. */
  private record HurriedTimers(Vertx vertx) implements Timers {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Instant wall() {
      return START;
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
      long id = vertx.setTimer(Math.max(1, delay.toMillis() / 100), fired -> action.run());
      return () -> vertx.cancelTimer(id);
    }
  }
}

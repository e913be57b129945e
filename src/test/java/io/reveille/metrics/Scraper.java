package io.reveille.metrics;

import static io.reveille.testing.Await.await;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.Found;
import io.reveille.bus.GatewayMessage.Scrape;
import io.reveille.bus.GatewayMessage.Scraped;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.Timers;
import io.reveille.testing.Configs;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.Reports;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The metrics, with a scripted life cycle behind the bus. */
final class Scraper implements AutoCloseable {
  final Map<String, AgentReport> agents = new ConcurrentSkipListMap<>();
  volatile Condition condition = new Condition("docker", true, "", true, 2, Optional.empty());
  private final ManualTimers timers = new ManualTimers();
  private final Vertx vertx = Vertx.vertx();
  private final GatewayBus bus = new GatewayBus(vertx.eventBus()).registerCodecs();
  private final MetricsVerticle verticle;

  Scraper() {
    this(Configs.withAdmin(new GatewayConfig.Admin("127.0.0.1", 0, Secret.NONE, Secret.NONE)));
  }

  Scraper(GatewayConfig config) {
    verticle = new MetricsVerticle(bus, () -> config, timers);
    await(bus.onFind(query -> Future.succeededFuture(new Found(List.copyOf(agents.values())))));
    await(bus.onCheckUp(query -> Future.succeededFuture(condition)));
    await(vertx.deployVerticle(
        verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
  }

  MetricsVerticle verticle() {
    return verticle;
  }

  Timers timers() {
    return timers;
  }

  /** Known to the life cycle from now on. */
  Scraper with(AgentReport... reports) {
    List.of(reports).forEach(report -> agents.put(report.id().value(), report));
    text();
    return this;
  }

  void pass(Duration time) {
    timers.advance(time);
  }

  Scraped scrape(String accept) {
    return await(bus.scrape(new Scrape(accept)));
  }

  String text() {
    return scrape("").body().toString(StandardCharsets.UTF_8);
  }

  /** Of the samples, the value of the one that is written so; a failure if there is none. */
  double value(String sample) {
    return find(sample).orElseThrow(() -> new AssertionError(sample + " is not in\n" + text()));
  }

  Optional<Double> find(String sample) {
    return text()
        .lines()
        .filter(line -> line.startsWith(sample + " "))
        .map(line -> Double.valueOf(line.substring(sample.length() + 1)))
        .findFirst();
  }

  /** A step in the life of lal, as the life cycle tells it. */
  void step(String name, State from, State to, Duration lasted) {
    step(name, from, to, lasted, Optional.empty());
  }

  void step(String name, State from, State to, Duration lasted, Optional<Exit> exit) {
    tell(new AgentEvent(
        "agent." + name,
        Optional.of(new BotId("lal")),
        Optional.of(to),
        Optional.of(from),
        Optional.empty(),
        now(),
        Optional.of(lasted),
        Optional.empty(),
        exit,
        0,
        Optional.empty(),
        ""));
    agents.put("lal", Reports.bare("lal", to));
  }

  void tell(AgentEvent event) {
    bus.publish(event);
  }

  Instant now() {
    return timers.wall();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}

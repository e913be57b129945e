package io.reveille.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.bus.GatewayMessage.Find;
import io.reveille.bus.GatewayMessage.Found;
import io.reveille.bus.GatewayMessage.Scrape;
import io.reveille.bus.GatewayMessage.Scraped;
import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentRuntime;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.reveille.core.Traffic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts what is told on the bus, and answers Prometheus. To be deployed as a worker: what 500 agents are like takes
 * longer to write than an event loop may be kept.
 */
public final class MetricsVerticle extends VerticleBase {
  private final GatewayBus bus;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Requests requests = new Requests(registry);
  private final FleetMeters fleet;
  private final AlertMeters alerts;
  private final Deque<Subscription> opened = new ArrayDeque<>();
  private boolean runtimeUp;

  public MetricsVerticle(GatewayBus bus, Supplier<GatewayConfig> config, Timers timers) {
    this.bus = bus;
    this.fleet = new FleetMeters(registry, timers, requests);
    this.alerts = new AlertMeters(
        registry,
        () -> config.get().alerts().targets().stream()
            .map(GatewayConfig.Alerts.Target::name)
            .toList());
    Gauge.builder("reveille.runtime.up", this, known -> known.runtimeUp ? 1 : 0)
        .description("1 while the runtime that agents live in can be reached.")
        .register(registry);
  }

  /** Where the data plane counts. */
  public Traffic traffic() {
    return requests;
  }

  /** The same runtime, with its calls counted. */
  public AgentRuntime counted(AgentRuntime runtime) {
    return new CountedRuntime(runtime, registry);
  }

  @Override
  public Future<?> start() {
    ProcessMeters process = new ProcessMeters(registry);
    opened.push(() -> {
      process.close();
      return Future.succeededFuture();
    });
    return bus.onEvent(this::happened)
        .onSuccess(opened::push)
        .compose(listening -> bus.onScrape(this::scrape))
        .onSuccess(opened::push)
        .recover(fault -> stop().transform(stopped -> Future.failedFuture(fault)));
  }

  private void happened(AgentEvent event) {
    fleet.happened(event);
    alerts.happened(event);
  }

  private Future<Scraped> scrape(Scrape query) {
    Future<Condition> condition = bus.checkUp();
    return bus.find(new Find(Optional.empty()))
        .compose(found -> condition.map(now -> written(query, found, now)));
  }

  private Scraped written(Scrape query, Found found, Condition condition) {
    fleet.show(found.agents());
    alerts.prepare();
    runtimeUp = condition.runtimeConnected();
    ExpositionFormatWriter writer = formats.findWriter(query.accept());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      writer.write(text, registry.getPrometheusRegistry().scrape());
    } catch (IOException impossible) {
      throw new IllegalStateException("memory does not take the metrics", impossible);
    }
    return new Scraped(writer.getContentType(), Buffer.buffer(text.toByteArray()));
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

package io.reveille.notify;

import io.reveille.bus.EventJson;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.TestReport;
import io.reveille.config.GatewayConfig;
import io.reveille.core.Alert;
import io.reveille.core.Letter;
import io.reveille.core.Outbox;
import io.reveille.core.Timers;
import io.reveille.notify.Target.Answer;
import io.reveille.notify.Target.Result;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers what the journal has taken: one queue a target, so that a slow one delays no other. */
final class AlertOutbox {
  private static final Logger LOG = LoggerFactory.getLogger(AlertOutbox.class);

  private final Outbox outbox;
  private final Timers timers;
  private final DeliveryReports reports;
  private final Targets targets;
  private Map<String, TargetQueue> queues = new LinkedHashMap<>();

  AlertOutbox(Outbox outbox, Timers timers, DeliveryReports reports, Targets targets) {
    this.outbox = outbox;
    this.timers = timers;
    this.reports = reports;
    this.targets = targets;
  }

  /** Takes over the targets of a configuration. One that has not changed goes on as it was. */
  Future<Void> follow(GatewayConfig config) {
    return outbox
        .switchedOff()
        .onFailure(fault -> LOG.error("Which targets are switched off is not known", fault))
        .otherwise(Map.of())
        .onSuccess(off -> follow(config, off))
        .compose(off -> giveUpStrangers(config, off));
  }

  /** What waits for a target that the configuration does not name any more would wait for ever. */
  private Future<Void> giveUpStrangers(GatewayConfig config, Map<String, String> off) {
    Set<String> known = config.alerts().targets().stream()
        .map(GatewayConfig.Alerts.Target::name)
        .collect(Collectors.toSet());
    return outbox
        .waitedFor()
        .compose(names -> Future.join(names.stream()
            .filter(name -> !known.contains(name) && !off.containsKey(name))
            .map(this::giveUp)
            .toList()))
        .onFailure(fault -> LOG.error("What waits for removed targets is not given up", fault))
        .transform(done -> Future.succeededFuture());
  }

  private Future<Void> giveUp(String name) {
    LOG.warn("Alerts wait for {}, but it is not in the configuration: nothing is sent there", name);
    return outbox.switchOff(name, Outbox.NOT_CONFIGURED);
  }

  private void follow(GatewayConfig config, Map<String, String> off) {
    Map<String, TargetQueue> before = queues;
    queues = new LinkedHashMap<>();
    for (GatewayConfig.Alerts.Target target : config.alerts().targets()) {
      String setting = Targets.setting(target, config.chat());
      TargetQueue known = before.remove(target.name());
      if (known != null && known.address().setting().equals(setting)) {
        queues.put(target.name(), known);
      } else {
        close(Optional.ofNullable(known));
        Target place = targets.of(target, config.chat());
        queues.put(
            target.name(), begin(new TargetQueue.Address(target.name(), place, setting), off));
      }
    }
    before.values().forEach(gone -> close(Optional.of(gone)));
  }

  private TargetQueue begin(TargetQueue.Address address, Map<String, String> off) {
    TargetQueue queue = new TargetQueue(address, outbox, timers, reports);
    String name = address.name();
    if (address.setting().equals(off.get(name))) {
      LOG.warn("Nothing is sent to {}: it does not exist any more", name);
      queue.switchedOff();
    } else if (off.containsKey(name)) {
      outbox
          .switchOn(name)
          .onFailure(fault -> LOG.error("{} is not switched on in the journal", name, fault));
    }
    queue.poke();
    return queue;
  }

  private static void close(Optional<TargetQueue> queue) {
    queue
        .map(TargetQueue::close)
        .ifPresent(closed -> closed.onFailure(fault -> LOG.warn("A queue did not end", fault)));
  }

  /** The journal has taken alerts for these targets. */
  void posted(Set<String> names) {
    queues.forEach((name, queue) -> {
      if (names.contains(name)) {
        queue.poke();
      }
    });
  }

  /** Sends a test past the queue, and tells what came back. */
  Future<TestReport> test(String name) {
    TargetQueue queue = queues.get(name);
    if (queue == null) {
      return Future.succeededFuture(
          new TestReport(TestReport.Delivery.UNKNOWN_TARGET, 0, "", Duration.ZERO));
    }
    long begun = timers.nanos();
    return queue
        .address()
        .target()
        .send(test(name, timers.wall()))
        .map(answer -> report(answer, Duration.ofNanos(timers.nanos() - begun)));
  }

  private static Letter test(String name, Instant at) {
    AgentEvent event = AgentEvent.of("test", at, "");
    Alert alert = new Alert(
        event.name(),
        Optional.empty(),
        false,
        at,
        "A test of Reveille",
        "Nothing is wrong: this shows that alerts arrive at " + name + ".",
        EventJson.of(event).encode());
    String id = "test-" + UUID.randomUUID();
    return new Letter(id, name, alert, 0, at, Letter.Waiting.NEW);
  }

  private static TestReport report(Answer answer, Duration took) {
    boolean delivered = answer.result() == Result.TAKEN;
    return new TestReport(
        delivered ? TestReport.Delivery.DELIVERED : TestReport.Delivery.NOT_DELIVERED,
        answer.status(),
        answer.words(),
        took);
  }

  /** Completes when what is under way has come to its end. */
  Future<Void> close() {
    return Future.join(queues.values().stream().map(TargetQueue::close).toList())
        .mapEmpty();
  }
}

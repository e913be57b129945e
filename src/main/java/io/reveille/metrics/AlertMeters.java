package io.reveille.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.reveille.bus.GatewayMessage.AgentEvent;
import java.util.List;
import java.util.function.Supplier;

/** What became of alerts to admins. Only targets of the configuration have meters. */
final class AlertMeters {
  private static final String SENT = "sent";
  private static final String FAILED = "failed";

  private final MeterRegistry registry;
  private final Supplier<List<String>> targets;

  AlertMeters(MeterRegistry registry, Supplier<List<String>> targets) {
    this.registry = registry;
    this.targets = targets;
  }

  /** Targets that are new are there from now on. */
  void prepare() {
    targets.get().forEach(target -> {
      counter(target, SENT);
      counter(target, FAILED);
    });
  }

  void happened(AgentEvent event) {
    switch (event.name()) {
      case "alert.sent" -> count(event, SENT);
      case "alert.failed" -> count(event, FAILED);
      default -> {} // not about an alert
    }
  }

  private void count(AgentEvent event, String result) {
    // the event says in words which target it was: "ops, 'lal has failed'"
    targets.get().stream()
        .filter(target -> event.detail().startsWith(target + ", '"))
        .findFirst()
        .ifPresent(target -> counter(target, result).increment());
  }

  private Counter counter(String target, String result) {
    return Counter.builder("reveille.alerts")
        .description("Alerts to admins: delivered, or in vain for the first time in a row.")
        .tags("target", target, "result", result)
        .register(registry);
  }
}

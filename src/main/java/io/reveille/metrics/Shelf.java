package io.reveille.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** The meters of one agent, so that they can go with it. */
final class Shelf {
  private final MeterRegistry registry;
  private final Set<Meter> meters = new HashSet<>();

  Shelf(MeterRegistry registry) {
    this.registry = registry;
  }

  /** What {@code registration} makes, or finds there already. */
  <M extends Meter> M keep(Function<MeterRegistry, M> registration) {
    M meter = registration.apply(registry);
    meters.add(meter);
    return meter;
  }

  void remove(Meter meter) {
    meters.remove(meter);
    registry.remove(meter);
  }

  void clear() {
    Set.copyOf(meters).forEach(this::remove);
  }
}

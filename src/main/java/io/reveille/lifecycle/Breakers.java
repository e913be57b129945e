package io.reveille.lifecycle;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Vertx;

/** Makes circuit breakers. What they wait for are timers of the {@code Vertx} that they are made with. */
@FunctionalInterface
public interface Breakers {
  CircuitBreaker make(String name, CircuitBreakerOptions options);

  static Breakers of(Vertx vertx) {
    return (name, options) -> CircuitBreaker.create(name, vertx, options);
  }
}

package io.reveille.core;

import io.vertx.core.Future;

/** Something that goes on until it is closed. */
@FunctionalInterface
public interface Subscription {
  Future<Void> close();
}

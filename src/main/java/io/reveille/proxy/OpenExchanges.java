package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The exchanges of one event loop that have not ended, so that a stop can wait for them. Confined to it. */
final class OpenExchanges {
  private final Promise<Void> drained = Promise.promise();
  private final AtomicInteger inAll;
  private final Set<Runnable> streams = new LinkedHashSet<>();
  private int count;
  private boolean draining;

  /** @param inAll those of all event loops */
  OpenExchanges(AtomicInteger inAll) {
    this.inAll = inAll;
  }

  void begin() {
    count++;
    inAll.incrementAndGet();
  }

  void end() {
    count--;
    inAll.decrementAndGet();
    tell();
  }

  int inAll() {
    return inAll.get();
  }

  boolean draining() {
    return draining;
  }

  /** One that has no end of its own wants to know of a stop. What is returned takes it back. */
  Runnable whenDraining(Runnable action) {
    streams.add(action);
    return () -> streams.remove(action);
  }

  /** No new ones from now on; completes when the last one has ended. */
  Future<Void> drain() {
    draining = true;
    List.copyOf(streams).forEach(Runnable::run);
    tell();
    return drained.future();
  }

  private void tell() {
    if (draining && count == 0) {
      drained.tryComplete();
    }
  }
}

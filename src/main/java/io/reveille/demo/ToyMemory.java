package io.reveille.demo;

import io.vertx.core.json.JsonArray;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What a toy agent remembers from its start to its end, and what shows whether it is still the same run. */
final class ToyMemory {
  private final String bootId = UUID.randomUUID().toString();
  private final AtomicLong served = new AtomicLong();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Queue<String> requestIds = new ConcurrentLinkedQueue<>();
  private final Queue<byte[]> eaten = new ConcurrentLinkedQueue<>();

  /** New in each run, kept over a pause. */
  String bootId() {
    return bootId;
  }

  /** Counts one more request, and notes its ID if it has one. */
  void arrived(Optional<String> requestId) {
    served.incrementAndGet();
    requestId.ifPresent(requestIds::add);
  }

  long served() {
    return served.get();
  }

  /** The IDs in order of arrival; one that came twice stands there twice. */
  JsonArray log() {
    JsonArray log = new JsonArray();
    requestIds.forEach(log::add);
    return log;
  }

  boolean busy() {
    return busy.get();
  }

  void busy(boolean is) {
    busy.set(is);
  }

  /** Takes so many bytes and never gives them back; Java writes to each page, so the kernel counts them too. */
  void eat(int bytes) {
    eaten.add(new byte[bytes]);
  }
}

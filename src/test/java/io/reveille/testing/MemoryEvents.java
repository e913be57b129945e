package io.reveille.testing;

import io.reveille.bus.EventJson;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.EventLog;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log of events in memory, which takes nothing when a test says so. */
public final class MemoryEvents implements EventLog {
  public final List<Entry> entries = new CopyOnWriteArrayList<>();
  public volatile boolean full;
  public int writes;

  /** Numbered from 1. */
  public Entry add(AgentEvent event) {
    Entry entry = new Entry(
        entries.size() + 1L,
        event.name(),
        event.agent(),
        event.at(),
        EventJson.of(event).encode());
    entries.add(entry);
    return entry;
  }

  @Override
  public Future<Void> append(List<Entry> more) {
    if (full) {
      return Future.failedFuture("disk full");
    }
    entries.addAll(more);
    writes++;
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Entry>> after(long number, int limit) {
    return Future.succeededFuture(
        entries.stream().filter(entry -> entry.number() > number).limit(limit).toList());
  }

  @Override
  public Future<List<Entry>> newest(int limit) {
    return Future.succeededFuture(
        entries.stream().skip(Math.max(0, entries.size() - limit)).toList());
  }

  public long last() {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).number();
  }
}

package io.reveille.rehearsal;

import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.EventLog;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Notice;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A journal and a log of what never happened. */
final class NoMemory implements Journal, EventLog {
  @Override
  public Future<Memory> recall() {
    return Future.succeededFuture(new Memory(List.of(), List.of(), List.of()));
  }

  @Override
  public Future<Void> intend(Intent intent) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> record(Transition transition, AgentRecord after, List<Notice> notices) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> post(List<Notice> notices) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> forget(BotId agent) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> activity(Map<BotId, Instant> last) {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Journal.Entry>> history(
      BotId agent, Instant since, Optional<Long> before, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> append(List<EventLog.Entry> entries) {
    return Future.succeededFuture();
  }

  @Override
  public Future<List<EventLog.Entry>> after(long number, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<List<EventLog.Entry>> newest(int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> ping() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}

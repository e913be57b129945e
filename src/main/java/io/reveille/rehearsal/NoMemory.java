package io.reveille.rehearsal;

import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Notice;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A journal of what never happened. */
final class NoMemory implements Journal {
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
  public Future<List<Entry>> history(BotId agent, Instant since, Optional<Long> before, int limit) {
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

package io.reveille.testing;

import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Keep;
import io.reveille.core.Notice;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A journal in memory that writes at once, never, or when the test says so. */
public final class FakeJournal implements Journal {
  public final List<Transition> transitions = new ArrayList<>();
  public final Map<BotId, AgentRecord> records = new HashMap<>();
  public final List<Notice> notices = new ArrayList<>();
  public final List<Intent> intents = new ArrayList<>();
  public final Map<BotId, Keep> kept = new HashMap<>();
  public final List<BotId> forgotten = new ArrayList<>();
  public final List<Map<BotId, Instant>> activities = new ArrayList<>();
  public Memory memory = new Memory(List.of(), List.of(), List.of());
  public boolean full;
  public boolean slow;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final List<String> log;

  public FakeJournal(List<String> log) {
    this.log = log;
  }

  /** Ends the oldest write that is under way. */
  public void finish() {
    waiting.remove().run();
  }

  public int underWay() {
    return waiting.size();
  }

  private Future<Void> write(String what, Runnable deed) {
    log.add(what);
    Promise<Void> written = Promise.promise();
    Runnable end = () -> {
      if (full) {
        written.fail("disk full");
      } else {
        deed.run();
        written.complete();
      }
    };
    if (slow) {
      waiting.add(end);
    } else {
      end.run();
    }
    return written.future();
  }

  @Override
  public Future<Memory> recall() {
    return Future.succeededFuture(memory);
  }

  @Override
  public Future<Void> intend(Intent intent) {
    return write("intend " + intent.operation().word(), () -> intents.add(intent));
  }

  @Override
  public Future<Void> record(Transition transition, AgentRecord after, List<Notice> news) {
    return write("record " + transition.to().word(), () -> {
      transitions.add(transition);
      notices.addAll(news);
      records.put(after.id(), after);
    });
  }

  @Override
  public Future<Void> post(List<Notice> news) {
    return write("post", () -> notices.addAll(news));
  }

  @Override
  public Future<Void> forget(BotId agent) {
    return write("forget " + agent, () -> forgotten.add(agent));
  }

  @Override
  public Future<Void> activity(Map<BotId, Instant> last) {
    return write("activity", () -> activities.add(last));
  }

  @Override
  public Future<List<Entry>> history(BotId agent, Instant since, Optional<Long> before, int limit) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> keep(BotId agent, Optional<Keep> keep) {
    return write(
        "keep " + keep.map(one -> one.mode().word()).orElse("nothing"),
        () -> keep.ifPresentOrElse(one -> kept.put(agent, one), () -> kept.remove(agent)));
  }

  @Override
  public Future<Map<BotId, Keep>> kept() {
    return Future.succeededFuture(Map.copyOf(kept));
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

package io.reveille.lifecycle;

import io.reveille.core.AgentRecord;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written down about one agent, one thing behind the other. A step that could not be written is kept and
 * tried again with the next one, or at the next reconcile: the database going away stops no request and no wake.
 */
final class Diary {
  private static final Logger LOG = LoggerFactory.getLogger(Diary.class);
  private static final int MOST_UNWRITTEN = 100;

  private final Journal journal;
  private final Deque<Page> unwritten = new ArrayDeque<>();
  private Future<Void> last = Future.succeededFuture();
  private boolean complained;

  private record Page(Transition transition, AgentRecord after) {}

  Diary(Journal journal) {
    this.journal = journal;
  }

  void record(Transition transition, AgentRecord after) {
    note(transition, after);
    catchUp();
  }

  /** Kept until the next step is recorded, or until {@link #catchUp}. */
  void note(Transition transition, AgentRecord after) {
    unwritten.add(new Page(transition, after));
    if (unwritten.size() > MOST_UNWRITTEN) {
      unwritten.remove();
    }
  }

  /** Writes what could not be written before. */
  void catchUp() {
    if (!unwritten.isEmpty()) {
      last = last.transform(done -> writeAll());
    }
  }

  /** Completes when everything that is under way has been written, or could not be. */
  Future<Void> written() {
    return last.otherwiseEmpty();
  }

  /** Behind all steps before it; fails if it could not be written, and then nothing may be done. */
  Future<Void> intend(Intent intent) {
    Future<Void> written = last.transform(done -> writeAll())
        .compose(done -> unwritten.isEmpty() ? journal.intend(intent) : notWritten());
    last = written.otherwiseEmpty();
    return written;
  }

  private Future<Void> writeAll() {
    Page page = unwritten.peek();
    if (page == null) {
      return Future.succeededFuture();
    }
    return journal.record(page.transition(), page.after()).transform(result -> {
      if (result.failed()) {
        complain(page, result.cause());
        return Future.succeededFuture();
      }
      complained = false;
      unwritten.remove(page);
      return writeAll();
    });
  }

  private void complain(Page page, Throwable fault) {
    if (!complained) {
      LOG.error(
          "{}: the journal does not take '{} to {}', kept for later",
          page.transition().agent(),
          page.transition().from().word(),
          page.transition().to().word(),
          fault);
    }
    complained = true;
  }

  private static Future<Void> notWritten() {
    return Future.failedFuture("the journal has not taken the steps before");
  }
}

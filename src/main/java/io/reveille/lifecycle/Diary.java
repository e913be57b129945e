package io.reveille.lifecycle;

import io.reveille.core.AgentRecord;
import io.reveille.core.Intent;
import io.reveille.core.Journal;
import io.reveille.core.Notice;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written down about one agent, or about the runtime, one thing behind the other. A step that could not be written is kept and
 * tried again with the next one, or at the next reconcile: the database going away stops no request and no wake.
 */
final class Diary {
  private static final Logger LOG = LoggerFactory.getLogger(Diary.class);
  private static final int MOST_UNWRITTEN = 100;
  private static final int MOST_NOTICES = 1000;

  private final Journal journal;
  private final Deque<Page> unwritten = new ArrayDeque<>();
  private Future<Void> last = Future.succeededFuture();
  private boolean complained;

  /** One write: a step of the agent, or something that is no step; and what admins are told of it. */
  private record Page(Optional<Step> step, List<Notice> notices) {
    Page with(List<Notice> earlier) {
      List<Notice> all = new ArrayList<>(earlier);
      all.addAll(notices);
      return new Page(
          step, List.copyOf(all.subList(Math.max(0, all.size() - MOST_NOTICES), all.size())));
    }

    @Override
    public String toString() {
      return step.map(
              known -> known.after().id() + ", '" + known.transition().from().word() + " to "
                  + known.transition().to().word() + "'")
          .orElse("an alert");
    }
  }

  private record Step(Transition transition, AgentRecord after) {}

  Diary(Journal journal) {
    this.journal = journal;
  }

  void record(Transition transition, AgentRecord after, List<Notice> notices) {
    note(transition, after, notices);
    catchUp();
  }

  /** What admins are told of something that is no step. */
  void post(List<Notice> notices) {
    if (!notices.isEmpty()) {
      add(new Page(Optional.empty(), notices));
      catchUp();
    }
  }

  /** Kept until the next step is recorded, or until {@link #catchUp}. */
  void note(Transition transition, AgentRecord after, List<Notice> notices) {
    add(new Page(Optional.of(new Step(transition, after)), notices));
  }

  /** The oldest step makes room, but what admins are told of it is handed on. */
  private void add(Page page) {
    unwritten.add(page);
    if (unwritten.size() > MOST_UNWRITTEN) {
      List<Notice> earlier = unwritten.remove().notices();
      unwritten.addFirst(unwritten.remove().with(earlier));
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
    return write(page).transform(result -> {
      if (result.failed()) {
        complain(page, result.cause());
        return Future.succeededFuture();
      }
      complained = false;
      unwritten.remove(page);
      return writeAll();
    });
  }

  private Future<Void> write(Page page) {
    return page.step()
        .map(step -> journal.record(step.transition(), step.after(), page.notices()))
        .orElseGet(() -> journal.post(page.notices()));
  }

  private void complain(Page page, Throwable fault) {
    if (!complained) {
      LOG.error("The journal does not take {}, kept for later", page, fault);
    }
    complained = true;
  }

  private static Future<Void> notWritten() {
    return Future.failedFuture("the journal has not taken the steps before");
  }
}

package io.reveille.lifecycle;

import io.reveille.core.Sighting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** Answers what the test says, at once or when the test says so. */
final class FakeProbe implements AgentProbe {
  boolean answersAtOnce = true;
  boolean busyAnswersAtOnce = true;
  boolean busy;
  int asked;
  int askedWhetherBusy;
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
  private final Deque<Promise<Boolean>> considering = new ArrayDeque<>();

  @Override
  public Future<Void> ready(Sighting agent, BooleanSupplier wanted) {
    asked++;
    Promise<Void> answer = Promise.promise();
    if (answersAtOnce) {
      answer.complete();
    } else {
      waiting.add(answer);
    }
    return answer.future();
  }

  /** The oldest that is probed answers now. */
  void answer() {
    waiting.remove().complete();
  }

  /** The oldest that is probed has not answered in time. */
  void timeOut() {
    waiting.remove().fail("not ready after 60 s");
  }

  int waiting() {
    return waiting.size();
  }

  @Override
  public Future<Boolean> busy(Sighting agent) {
    askedWhetherBusy++;
    Promise<Boolean> answer = Promise.promise();
    if (busyAnswersAtOnce) {
      answer.complete(busy);
    } else {
      considering.add(answer);
    }
    return answer.future();
  }

  /** The oldest question whether it is busy; the test answers it. */
  Promise<Boolean> askedWhetherBusy() {
    return considering.remove();
  }
}

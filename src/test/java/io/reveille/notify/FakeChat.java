package io.reveille.notify;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A chat server that notes what it is asked for, and posts at once, not at all, or when the test says so. */
final class FakeChat implements ChatServer {
  final List<String> log = new ArrayList<>();
  final Deque<ChatFault> refusals = new ArrayDeque<>();
  final Deque<Promise<Sign>> underWay = new ArrayDeque<>();
  boolean slow;
  private int posts;

  @Override
  public Duration typingLasts() {
    return Duration.ofSeconds(4);
  }

  @Override
  public Future<Void> type(Place place, Saying saying) {
    log.add("type");
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> rest(Place place) {
    log.add("rest");
    return Future.succeededFuture();
  }

  @Override
  public Future<Sign> post(Place place, Saying saying, BooleanSupplier wanted) {
    log.add("post " + saying.text());
    if (!refusals.isEmpty()) {
      return Future.failedFuture(refusals.remove());
    }
    posts++;
    Sign sign = new Sign(place, Optional.of("p" + posts));
    if (slow) {
      Promise<Sign> answer = Promise.promise();
      underWay.add(answer);
      return answer.future();
    }
    return Future.succeededFuture(sign);
  }

  /** Ends the oldest post that is under way. */
  void finish(Place place) {
    underWay.remove().complete(new Sign(place, Optional.of("p1")));
  }

  @Override
  public Future<Void> edit(Sign sign, Saying saying) {
    log.add("edit " + sign.id().orElse("line") + " " + saying.text());
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> conclude(Sign sign, String text) {
    log.add("conclude " + sign.id().orElse("line") + " " + text);
    return done();
  }

  @Override
  public Future<Void> remove(Sign sign) {
    log.add("remove " + sign.id().orElse("line"));
    return done();
  }

  private Future<Void> done() {
    return refusals.isEmpty() ? Future.succeededFuture() : Future.failedFuture(refusals.remove());
  }
}

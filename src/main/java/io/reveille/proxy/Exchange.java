package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Traces;
import io.reveille.http.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One request from its arrival to its end. It is in the gate's count at most once, and it ends once, whichever side
 * ends it. Confined to the event loop of its request.
 */
final class Exchange {
  private final ClientRequest request;
  private final Route route;
  private final Destination destination;
  private final Lane lane;
  private final Context context = Vertx.currentContext();
  private final String requestId;
  private final long arrivedNanos;
  private final Traces.Request trace;
  private final RequestBody body;
  private Optional<Duration> held = Optional.empty();
  private WakeKind waitedFor = WakeKind.NONE;
  private Runnable whenGone = Exchange::nothing;
  private Consumer<Exchange> door = exchange -> {};
  private Runnable whenOver = Exchange::nothing;
  private boolean counted;
  private boolean over;

  Exchange(ClientRequest request, Route route, Destination destination, Lane lane) {
    this.request = request;
    this.route = route;
    this.destination = destination;
    this.lane = lane;
    this.arrivedNanos = lane.timers().nanos();
    this.body = new RequestBody(this, request);
    this.requestId = Answers.requestId(request, lane.timers());
    this.trace = lane.traces().on() ? lane.traces().begin(arrival()) : Traces.Request.UNSEEN;
    lane.open().begin();
    if (body.announced()) {
      request.exceptionHandler(this::broken);
    }
    request.response().whenGone(this::gone);
  }

  ClientRequest request() {
    return request;
  }

  RequestBody body() {
    return body;
  }

  Destination destination() {
    return destination;
  }

  /** Where its message stands in a chat, if anybody said so. */
  Optional<ChatPlace> place() {
    return route.places().of(this);
  }

  Route route() {
    return route;
  }

  Traces.Request trace() {
    return trace;
  }

  private Traces.Arrival arrival() {
    return new Traces.Arrival(
        view().id(), request.method().name(), request.path(), request::getHeader);
  }

  Gate gate() {
    return route.gate();
  }

  Context context() {
    return context;
  }

  String requestId() {
    return requestId;
  }

  Optional<Duration> held() {
    return held;
  }

  WakeKind waitedFor() {
    return waitedFor;
  }

  boolean over() {
    return over;
  }

  boolean counted() {
    return counted;
  }

  AgentView view() {
    return route.gate().view();
  }

  /** Something of it moved, in either direction. */
  void active() {
    route.gate().active(lane.timers().nanos());
  }

  /** Registers the activity first and looks at the gate after it. */
  Optional<AgentView> arrive() {
    route.gate().active(arrivedNanos);
    Optional<AgentView> way = enter();
    if (counted && held.isPresent()) {
      waitedFor = way.get().lastWake(); // it came back, and found the agent awake again
    }
    return way;
  }

  /** Into the count, if the gate is open. */
  Optional<AgentView> enter() {
    Optional<AgentView> way = route.gate().enter();
    counted = way.isPresent();
    return way;
  }

  /** The gate has counted it after it waited; false, and out of the count again, if it is over already. */
  boolean released(AgentView view) {
    if (over) {
      route.gate().leave();
      return false;
    }
    counted = true;
    trace.waited();
    held = Optional.of(sinceArrival());
    waitedFor = view.lastWake();
    return true;
  }

  /**
   * The same for a stream that went on after a silence: its first wait stays what is told of it. The agent's side may
   * have gone on before, and brought it back into the count already.
   */
  boolean countedAgain() {
    if (over || counted) {
      route.gate().leave();
    }
    counted = !over;
    return counted;
  }

  /** Out of the count although it goes on: it has been silent for long. */
  void rest() {
    if (counted) {
      counted = false;
      route.gate().leave();
    }
  }

  /** Who decides what becomes of it when its agent ended before anything of it was sent. */
  void comesBackTo(Consumer<Exchange> door) {
    this.door = door;
  }

  /** To the door again: out of the count, as if it arrived now, but with the patience that is left. */
  void comeBack() {
    if (!over) {
      whenGone = Exchange::nothing;
      body.rewind();
      rest();
      door.accept(this);
    }
  }

  /** What is to be done when the client goes away. */
  void whenGone(Runnable action) {
    whenGone = action;
  }

  /** What is to be done at its end, whoever ends it. */
  void whenOver(Runnable action) {
    whenOver = action;
  }

  void end() {
    if (!over) {
      over = true;
      whenOver.run();
      whenGone = Exchange::nothing;
      if (counted) {
        active();
        rest();
      }
      lane.open().end();
      route.gate().traffic().ended(status(), lane.timers().nanos() - arrivedNanos);
      trace.ended(status());
    }
  }

  /** Of the answer that the client got, or began to get; 0 if there was none. */
  private int status() {
    return request.response().headWritten() ? request.response().status() : 0;
  }

  /** Ends it with an answer of Reveille's own. */
  void refuse(Problem problem) {
    if (!over) {
      Answers.problem(this, problem);
      end();
    }
  }

  /** It never got to be forwarded. */
  void refuseHeld(Problem problem, WakeKind sought) {
    trace.waited();
    waitedFor = sought;
    held = Optional.of(sinceArrival());
    refuse(problem);
  }

  /** Ends it with an answer as long as none has begun, else so that the client sees that it broke. */
  void fail(Problem problem) {
    if (request.response().headWritten()) {
      cut();
    } else {
      request.response().headers().clear();
      refuse(problem);
    }
  }

  /** Ends it so that the client sees that the answer is not complete. */
  void cut() {
    if (over) {
      return;
    }
    end();
    request.response().cut();
  }

  /** How long it has been with the agent. */
  long millisSinceSent() {
    long nanos = lane.timers().nanos() - arrivedNanos;
    return TimeUnit.NANOSECONDS.toMillis(
        held.isEmpty() ? nanos : nanos - held.get().toNanos());
  }

  Duration sinceArrival() {
    return Duration.ofNanos(lane.timers().nanos() - arrivedNanos);
  }

  /** Its body turned out to be none: whoever sent it is still there to be told. */
  private void broken(Throwable cause) {
    if (cause instanceof BadRequest bad && !over && !request.response().headWritten()) {
      Runnable action = whenGone;
      request.response().headers().clear().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      refuse(bad.problem());
      action.run();
    } else {
      gone();
    }
  }

  private void gone() {
    if (!over) {
      Runnable action = whenGone;
      end();
      action.run();
    }
  }

  private static void nothing() {}
}

package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.config.GatewayConfig;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Traces;
import io.reveille.http.Problem;
import io.reveille.http.ReveilleHeaders;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One request from its arrival to its end. It is in the gate's count at most once, and it ends once, whichever side
 * ends it. Confined to the event loop of its request.
 */
final class Exchange {
  private static final long INTERNAL_ERROR = 2; // RFC 9113, 7

  private final HttpServerRequest request;
  private final Route route;
  private final Destination destination;
  private final Lane lane;
  private final Context context = Vertx.currentContext();
  private final String requestId;
  private final long arrivedNanos;
  private final Traces.Request trace;
  private Optional<Duration> held = Optional.empty();
  private WakeKind waitedFor = WakeKind.NONE;
  private Runnable whenGone = Exchange::nothing;
  private Consumer<Exchange> door = exchange -> {};
  private Runnable whenOver = Exchange::nothing;
  private boolean counted;
  private boolean over;

  Exchange(HttpServerRequest request, Route route, Destination destination, Lane lane) {
    this.request = request;
    this.route = route;
    this.destination = destination;
    this.lane = lane;
    this.arrivedNanos = lane.timers().nanos();
    this.requestId = Answers.requestId(request, lane.timers());
    this.trace = lane.traces().on() ? lane.traces().begin(arrival()) : Traces.Request.UNSEEN;
    lane.open().begin();
    request.exceptionHandler(this::broken);
    request.response().exceptionHandler(this::broken).closeHandler(closed -> gone());
  }

  HttpServerRequest request() {
    return request;
  }

  Destination destination() {
    return destination;
  }

  /** Waits for the agent, before the eyes of those in the chat. See {@link HeldRequests#hold}. */
  Optional<Runnable> hold(HeldRequests.Waiting waiting, Duration patience) {
    trace.asksForWake();
    waiting.place().ifPresent(place -> route.places().waits(view(), place, patience));
    return route.held().hold(waiting, patience);
  }

  /** Has the agent woken without waiting for it. */
  Future<WakeReply> wake(Duration patience) {
    trace.asksForWake();
    Optional<ChatPlace> place = place();
    place.ifPresent(known -> route.places().waits(view(), known, patience));
    return route.held().wake(patience, place);
  }

  /** Where its message stands in a chat, if anybody said so. */
  Optional<ChatPlace> place() {
    return route.places().of(this);
  }

  /** Tells the agent, by headers, which trace the request belongs to, if anybody follows it. */
  void tellTrace(MultiMap headers) {
    if (lane.traces().on()) {
      trace.tell(headers::set);
    }
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

  long arrivedNanos() {
    return arrivedNanos;
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

  /** Whether the limits leave room for it beside the others that are under way. */
  boolean fits(GatewayConfig.InFlight most) {
    return most.roomBeside(lane.open().inAll() - 1, route.gate().inFlight());
  }

  /** Something of it moved, in either direction. */
  void active() {
    route.gate().active(lane.timers().nanos());
  }

  /** Registers the activity first and looks at the gate after it. */
  Optional<AgentView> arrive() {
    route.gate().active(arrivedNanos);
    return enter();
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
      rest();
      door.accept(this);
    }
  }

  /** How much longer it may wait for its agent: what the client and the settings allow, less what has passed. */
  Duration patience() {
    Duration most = view().settings().holdTimeout();
    Duration left = Prefer.wait(request.headers().getAll("Prefer"))
        .filter(wait -> wait.compareTo(most) < 0)
        .orElse(most)
        .minus(sinceArrival());
    return left.isNegative() ? Duration.ZERO : left;
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
    return request.response().headWritten() ? request.response().getStatusCode() : 0;
  }

  /** Ends it with an answer of Reveille's own. */
  void refuse(Problem problem) {
    if (!over) {
      Answers.problem(this, problem);
      end();
    }
  }

  /** It never got to be forwarded. */
  void refuseHeld(Problem problem) {
    trace.waited();
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
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(INTERNAL_ERROR);
    } else {
      request.connection().close();
    }
  }

  /** How long it has been with the agent. */
  Duration sinceSent() {
    return sinceArrival().minus(held.orElse(Duration.ZERO));
  }

  /** Throws away what is left of its body, so that the connection can go on. */
  void discardBody() {
    Answers.discardBody(request);
  }

  Duration sinceArrival() {
    return Duration.ofNanos(lane.timers().nanos() - arrivedNanos);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  /** Of this request, for the agent's eyes: who asks and by which way. */
  ForwardedHeaders.Hop hop() {
    String client = Optional.ofNullable(request.remoteAddress().hostAddress()).orElse("unknown");
    boolean trusted = lane.config().get().proxy().trusted().hold(client);
    ForwardedHeaders.Peer peer = new ForwardedHeaders.Peer(client, request.isSSL(), trusted);
    return new ForwardedHeaders.Hop(peer, host(), destination.prefix(), request.version());
  }

  /** As the client named it: unchanged to the agent, never a key of anything. */
  String host() {
    return request.version() == HttpVersion.HTTP_2
        ? Optional.ofNullable(request.authority()).map(Object::toString).orElse("")
        : header("host").orElse("");
  }

  void addFacts(AgentView view, long agentMillis) {
    request
        .response()
        .putHeader(ReveilleHeaders.AGENT, view.id().value())
        .putHeader(ReveilleHeaders.WAKE, waitedFor.word());
    String agent = "agent;dur=" + agentMillis;
    String timing =
        held.map(wait -> "wake;dur=" + wait.toMillis() + ", " + agent).orElse(agent);
    request.response().headers().add(ReveilleHeaders.SERVER_TIMING, timing);
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

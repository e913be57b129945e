package io.reveille.proxy;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.http.Problem;
import io.reveille.http.ReveilleHeaders;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Finds a connection for one exchange. An agent that has just woken gets a little time to listen. */
final class Dialling {
  private static final Set<HttpMethod> IDEMPOTENT = Set.of(
      HttpMethod.GET,
      HttpMethod.HEAD,
      HttpMethod.OPTIONS,
      HttpMethod.TRACE,
      HttpMethod.PUT,
      HttpMethod.DELETE);

  /** Shorter than any keep-alive timeout that servers are shipped with. */
  private static final Duration SURELY_OPEN = Duration.ofSeconds(1);

  private static final Duration JUST_AWAKE = Duration.ofSeconds(5);

  /** A refused connection is often the first sign of an end; the runtime tells of it some milliseconds later. */
  static final Duration NEWS_OF_AN_END = Duration.ofMillis(500);

  private final Exchange exchange;
  private final AgentView view;
  private final Upstreams upstreams;
  private final Lane lane;

  Dialling(Exchange exchange, AgentView view, Upstreams upstreams, Lane lane) {
    this.exchange = exchange;
    this.view = view;
    this.upstreams = upstreams;
    this.lane = lane;
  }

  /** Where it goes to. */
  AgentView view() {
    return view;
  }

  /** What must not be sent twice does not ride on a connection that the agent may be about to close. */
  Optional<Upstream> kept() {
    Optional<Upstream> kept = upstreams.kept(view);
    boolean risky = !mayRepeat()
        && kept.filter(Upstream::reused)
            .map(one -> lane.timers().nanos() - one.idleSince() > SURELY_OPEN.toNanos())
            .orElse(false);
    if (risky) {
      kept.ifPresent(Upstream::close);
      return Optional.empty();
    }
    return kept;
  }

  /** RFC 9110, 9.2.2: whether the agent does the same however often it is asked. */
  boolean mayRepeat() {
    return IDEMPOTENT.contains(exchange.request().method());
  }

  Future<Upstream> connect() {
    return connect(Steps.FIRST);
  }

  /** The request as the agent shall see it, its body left out. */
  Future<AgentRequest> request(Upstream upstream) {
    Future<AgentRequest> begun = upstream.request(method(), uri());
    if (begun.succeeded()) {
      fill(begun.result()); // as always over HTTP/1.1
      return begun;
    }
    return begun.map(this::fill);
  }

  private AgentRequest fill(AgentRequest out) {
    ForwardedHeaders.Hop hop = hop();
    out.address(hop.host(), exchange.request().headers());
    tell(out, hop);
    return out;
  }

  /** The same, where Vert.x is to make a tunnel of the connection. */
  Future<HttpClientRequest> handshake(Upstream upstream) {
    return upstream.requestOfVertx(method(), uri()).map(out -> {
      HeaderFields fields = (name, value) -> out.headers().add(name, value);
      ForwardedHeaders.Hop hop = hop();
      ForwardedHeaders.toHttp1(exchange.request().headers(), fields, hop.host());
      tell(fields, hop);
      return out;
    });
  }

  private ForwardedHeaders.Hop hop() {
    return TheWay.from(
        exchange.request(),
        exchange.destination().prefix(),
        lane.config().get().proxy().trusted());
  }

  /** Everything but the host and the length. */
  private void tell(HeaderFields fields, ForwardedHeaders.Hop hop) {
    MultiMap said = exchange.request().headers();
    ForwardedHeaders.copyRequest(said, fields, hop, exchange.trace().headers());
    fields.add(ReveilleHeaders.REQUEST_ID, exchange.requestId());
  }

  private HttpMethod method() {
    return exchange.request().method();
  }

  private String uri() {
    return exchange.destination().uri();
  }

  /** Nothing of it was sent: an agent that ended meanwhile is waited for like any other that is not awake. */
  void missed(Throwable fault) {
    if (sameRun()) {
      exchange.refuse(unreachable(fault));
    } else {
      exchange.comeBack();
    }
  }

  /** Whether it may turn out that it was dead when it was thawed. */
  boolean justThawed() {
    return FreshThaw.of(view, lane.timers());
  }

  /** The connection broke before there was an answer, and all of the request is still here. */
  void lost(Throwable fault) {
    freshThaw().whenKnown(wasDead -> {
      if (wasDead) {
        exchange.comeBack();
      } else {
        exchange.refuse(unreachable(fault));
      }
    });
  }

  Problem unreachable(Throwable fault) {
    return unreachable("The connection failed: " + fault.getMessage(), ProxyError.of(fault));
  }

  Problem unreachable(String why, String proxyError) {
    return new Refusals(lane.timers()).unreachable(exchange.view(), why, proxyError);
  }

  Problem tooSlow() {
    return new Refusals(lane.timers()).tooSlow(view, lane.config().get().proxy().responseTimeout());
  }

  private Future<Upstream> connect(Duration step) {
    return dial().compose(this::stillItsOwn).recover(fault -> {
      if (!again()) {
        return Future.failedFuture(fault);
      }
      Promise<Void> later = Promise.promise();
      lane.timers().after(step, later::complete);
      return later.future().compose(now -> connect(Steps.next(step)));
    });
  }

  private Future<Upstream> dial() {
    Future<Upstream> dialled = upstreams.connect(view);
    return justThawed() ? freshThaw().unlessItEnds(dialled) : dialled;
  }

  private FreshThaw freshThaw() {
    return new FreshThaw(exchange, view, lane.timers(), this::sameRun);
  }

  /** The address of an agent that ended goes to the next one that starts, and a late connect reaches that one. */
  private Future<Upstream> stillItsOwn(Upstream upstream) {
    if (sameRun()) {
      return Future.succeededFuture(upstream);
    }
    upstream.close();
    return Future.failedFuture(view.id() + " ended meanwhile");
  }

  /** One that is just being put to sleep counts: it will be seen that a request is on its way. */
  private boolean sameRun() {
    AgentView now = exchange.view();
    boolean up = now.state() == State.RUNNING || now.state() == State.IDLE;
    return up
        && now.generation().equals(view.generation())
        && now.endpoint().equals(view.endpoint());
  }

  private boolean again() {
    Duration awake = Duration.between(view.since(), lane.timers().wall());
    boolean mayPass =
        awake.compareTo(JUST_AWAKE) < 0 || exchange.sinceArrival().compareTo(NEWS_OF_AN_END) < 0;
    return mayPass
        && sameRun()
        && !exchange.over()
        && !Prefer.patience(exchange).isZero();
  }
}

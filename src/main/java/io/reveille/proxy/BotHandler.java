package io.reveille.proxy;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Server;
import io.reveille.config.Secret;
import io.reveille.core.AgentSettings.Ignore;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.http.Problem;
import io.reveille.http.ReveilleHeaders;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request: forwarded while its agent's gate is open, held until it opens, answered here if it does not. */
final class BotHandler implements Handler<ClientRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(BotHandler.class);

  private final Routes routes;
  private final Forwarder forwarder;
  private final Lane lane;
  private final Refusals refusals;
  private final Consumer<Exchange> door = this::admit;
  private final OwnCorner ownCorner;

  BotHandler(Routes routes, Forwarder forwarder, Lane lane) {
    this.routes = routes;
    this.forwarder = forwarder;
    this.lane = lane;
    this.refusals = new Refusals(lane.timers());
    this.ownCorner = new OwnCorner(lane, refusals);
  }

  @Override
  public void handle(ClientRequest request) {
    GatewayConfig config = lane.config().get();
    Server server = config.server();
    Optional<Problem> refusal = Downgrade.refusal(request, config.proxy());
    if (refusal.isPresent()) {
      answer(request, refusal.get());
    } else if (lane.open().draining()) {
      answer(request, refusals.draining());
    } else if (!allowed(request, server.token())) {
      answer(request, refusals.unauthorized());
    } else {
      Optional<Destination> destination = Destination.of(
          request,
          Optional.ofNullable(request.getHeader(ReveilleHeaders.AGENT)),
          new Destination.Naming(server.routePrefix(), server.hostSuffix()));
      route(request, destination);
    }
  }

  private void route(ClientRequest request, Optional<Destination> destination) {
    Optional<Route> route = destination.map(Destination::bot).flatMap(this::find);
    if (route.isPresent()) {
      enter(new Exchange(request, route.get(), destination.orElseThrow(), lane));
    } else if (destination.map(Destination::bot).flatMap(BotId::parse).isPresent()
        || destination.isEmpty()) {
      answer(request, refusals.unknown());
    } else {
      answer(request, refusals.malformed());
    }
  }

  private void enter(Exchange exchange) {
    AgentView seen = exchange.view();
    Optional<Problem> flaw = Handshake.flaw(exchange.request());
    if (exchange.destination().own()) {
      ownCorner.answer(exchange);
    } else if (flaw.isPresent()) {
      exchange.refuse(flaw.get());
    } else if (!fits(exchange)) {
      exchange.refuse(refusals.tooManyRequests(seen));
    } else if (seen.state().asleep() && ignored(exchange, seen.settings().ignore())) {
      Answers.asleep(exchange, seen);
      exchange.end();
    } else {
      exchange.comesBackTo(door);
      admit(exchange);
    }
  }

  private void admit(Exchange exchange) {
    Optional<AgentView> way = exchange.arrive();
    if (way.isPresent()) {
      forwarder.forward(exchange, way.get());
    } else {
      await(exchange);
    }
  }

  private void await(Exchange exchange) {
    AgentView view = exchange.view();
    Duration patience = Prefer.patience(exchange);
    switch (view.state()) {
      case FAILED -> {
        if (retriedAfter(view, Duration.ZERO)) {
          refuse(exchange, refusals.failed(view, ""));
        } else {
          hold(exchange, patience);
        }
      }
      case RESTARTING -> {
        if (retriedAfter(view, patience)) {
          refuse(exchange, refusals.restarting(view, "", refusals.untilRetry(view)));
        } else {
          hold(exchange, patience);
        }
      }
      case MISSING -> refuse(exchange, refusals.missing(view, ""));
      case CREATED, STARTING, RUNNING, IDLE, PAUSED, STOPPED, CRASHED -> hold(exchange, patience);
    }
  }

  private void refuse(Exchange exchange, Problem problem) {
    if (PageLoad.is(exchange.request())) {
      ownCorner.failed(exchange, problem);
    } else {
      exchange.refuse(problem);
    }
  }

  private void hold(Exchange exchange, Duration patience) {
    if (wantsPage(exchange.request())) {
      knock(exchange);
      ownCorner.waiting(exchange);
      return;
    }
    if (patience.isZero()) {
      knock(exchange);
      exchange.refuse(refusals.stillWaking(exchange.view(), exchange.sinceArrival()));
      return;
    }
    exchange.request().pause();
    exchange.trace().asksForWake();
    AgentView asleep = exchange.view(); // a moment later it may be waking
    HeldExchange waiting = new HeldExchange(exchange, forwarder, refusals);
    exchange
        .route()
        .hold(waiting, patience)
        .ifPresentOrElse(
            leave -> held(exchange, asleep, leave),
            () -> exchange.refuse(refusals.tooManyWaiting(exchange.view())));
  }

  /** Whoever says how long it waits is no browser that shows a page meanwhile. */
  private static boolean wantsPage(ClientRequest request) {
    return PageLoad.is(request) && !Prefer.tellsWait(request) && !Handshake.isWanted(request);
  }

  /** The connection is made behind the wake, which may go on on this very event loop. */
  private void held(Exchange exchange, AgentView asleep, Runnable leave) {
    HeldBody.hold(exchange.request()); // it stays in the socket
    exchange.whenGone(leave);
    exchange.context().runOnContext(here -> forwarder.prepare(asleep));
  }

  /** Has the agent woken and does not wait for it. */
  private void knock(Exchange exchange) {
    exchange.trace().asksForWake();
    AgentView view = exchange.view();
    exchange
        .route()
        .wake(exchange.place(), view.settings().holdTimeout())
        .onFailure(fault -> LOG.atError()
            .addKeyValue("request", exchange.requestId())
            .setCause(fault)
            .log("Nobody answered the wake of {}", view.id()));
  }

  private Optional<Route> find(String bot) {
    Optional<Route> exact = routes.find(bot);
    return exact.isPresent() ? exact : routes.find(bot.toLowerCase(Locale.ROOT));
  }

  private void answer(ClientRequest request, Problem problem) {
    Answers.problem(request, Answers.requestId(request, lane.timers()), problem);
    routes.elsewhere().ended(problem.status(), 0);
  }

  /** Whether the next attempt lies more than {@code wait} ahead. */
  private boolean retriedAfter(AgentView view, Duration wait) {
    return view.retryAtNanos() == Long.MAX_VALUE
        || view.retryAtNanos() - lane.timers().nanos() > wait.toNanos();
  }

  private static boolean allowed(ClientRequest request, Secret token) {
    return !token.isSet()
        || Optional.ofNullable(request.getHeader(ReveilleHeaders.TOKEN))
            .filter(token::matches)
            .isPresent();
  }

  /** Whether the limits leave room for it beside the others that are under way. */
  private boolean fits(Exchange exchange) {
    GatewayConfig.InFlight most = lane.config().get().proxy().inFlight();
    return most.roomBeside(lane.open().inAll() - 1, exchange.gate().inFlight());
  }

  private static boolean ignored(Exchange exchange, Ignore ignore) {
    String agent = Optional.ofNullable(exchange.request().getHeader(HttpHeaders.USER_AGENT))
        .orElse("")
        .toLowerCase(Locale.ROOT);
    return ignore.paths().contains(exchange.destination().path())
        || ignore.userAgents().stream()
            .anyMatch(part -> agent.contains(part.toLowerCase(Locale.ROOT)));
  }
}

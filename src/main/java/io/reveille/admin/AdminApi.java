package io.reveille.admin;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Act;
import io.reveille.config.ConfigInForce;
import io.reveille.core.Keep;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which operation of the OpenAPI document is done by what. The document has the paths, the parameters and the roles. */
final class AdminApi {
  private static final long LONGEST_BODY = 16_384;

  private final GatewayBus bus;
  private final ConfigInForce config;
  private final Timers timers;
  private final LiveEvents events;
  private final Map<String, Handler<RoutingContext>> operations = new HashMap<>();

  AdminApi(GatewayBus bus, ConfigInForce config, Timers timers, LiveEvents events) {
    this.bus = bus;
    this.config = config;
    this.timers = timers;
    this.events = events;
  }

  Future<Router> router(Vertx vertx) {
    return Contract.load(vertx).map(contract -> router(vertx, contract));
  }

  private Router router(Vertx vertx, Contract contract) {
    Sessions sessions = new Sessions(timers);
    ofReveille(vertx, contract);
    ofSessions(sessions);
    ofAgents();
    ofEvents();
    Formalities formalities = new Formalities(contract);
    Router router = Router.router(vertx);
    router
        .route()
        .handler(context -> {
          Formalities.protect(context.response());
          context.next();
        })
        .failureHandler(Failures::answer);
    router.route().handler(Formalities::checkEscapes);
    new Pages(vertx).mount(router);
    router.route().handler(new Access(config, sessions, contract)::admit);
    router.route().handler(formalities::checkParts);
    router.route("/*").subRouter(ofDocument(vertx, contract));
    for (int status : new int[] {400, 404, 405, 413, 500}) {
      router.errorHandler(status, Failures::answer);
    }
    return router;
  }

  private Router ofDocument(Vertx vertx, Contract contract) {
    RouterBuilder builder =
        RouterBuilder.create(vertx, contract.readable(), RequestExtractor.withBodyHandler());
    builder.rootHandler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY));
    for (OpenAPIRoute route : builder.getRoutes()) {
      String id = route.getOperation().getOperationId().replace(Contract.OF_HEAD, "");
      Optional.ofNullable(operations.get(id))
          .ifPresentOrElse(route::addHandler, () -> route.addHandler(context -> context.fail(404)));
    }
    Router router = builder.createRouter();
    router.route().failureHandler(Failures::answer);
    return router;
  }

  private void ofReveille(Vertx vertx, Contract contract) {
    ReveilleApi reveille = new ReveilleApi(bus, config, timers.wall(), vertx);
    on("livez", asked -> Future.succeededFuture(ReveilleApi.status("ok")));
    on("readyz", reveille::ready);
    on("openapi", asked -> Future.succeededFuture(Answer.ok(contract.document())));
    on("info", reveille::info);
    on("config", reveille::config);
    on("reload", reveille::reload);
    on("stats", new StatsApi(bus, timers)::stats);
  }

  private void ofSessions(Sessions sessions) {
    SessionApi session = new SessionApi(config, sessions, timers);
    on("getSession", session::who);
    on("login", session::begin);
    on("logout", session::end);
  }

  private void ofAgents() {
    AgentsApi agents = new AgentsApi(bus);
    on("agents", agents::list);
    on("agent", agents::one);
    on("history", agents::history);
    on("fleetHistory", agents::fleetHistory);
    on("logs", agents::logs);
    on("health", agents::health);
    on("agentConfig", asked -> agents.settings(asked, config.get().agents()));
    on("wake", asked -> agents.act(Act.Action.WAKE, asked));
    on("pause", asked -> agents.act(Act.Action.PAUSE, asked));
    on("stop", asked -> agents.act(Act.Action.STOP, asked));
    on("restart", asked -> agents.act(Act.Action.RESTART, asked));
    on("resetFailed", asked -> agents.act(Act.Action.RESET_FAILED, asked));
    on("keepAwake", asked -> agents.keep(Keep.Mode.AWAKE, asked, timers.wall()));
    on("endKeepAwake", asked -> agents.endKeep(Keep.Mode.AWAKE, asked));
    on("keepAsleep", asked -> agents.keep(Keep.Mode.ASLEEP, asked, timers.wall()));
    on("endKeepAsleep", asked -> agents.endKeep(Keep.Mode.ASLEEP, asked));
  }

  private void ofEvents() {
    AlertsApi alerts = new AlertsApi(bus);
    on("alerts", alerts::list);
    on("testAlert", alerts::test);
    operations.put("events", this::events);
    operations.put("metrics", new MetricsApi(bus)::metrics);
  }

  private void events(RoutingContext context) {
    String accept = Optional.ofNullable(context.request().getHeader("Accept")).orElse("");
    if (accept.contains("application/json") && !accept.contains("text/event-stream")) {
      answer(context, new EventsApi(bus)::page);
    } else if (HttpMethod.HEAD.equals(context.request().method())) {
      LiveEvents.head(context);
    } else {
      events.stream(context);
    }
  }

  private void on(String operation, Function<Parameters, Future<Answer>> answering) {
    operations.put(operation, context -> answer(context, answering));
  }

  private static void answer(
      RoutingContext context, Function<Parameters, Future<Answer>> answering) {
    Future.succeededFuture(new Parameters(context))
        .compose(answering) // what is thrown inside compose still answers
        .onSuccess(answer -> answer.send(context))
        .onFailure(context::fail);
  }
}

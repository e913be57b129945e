package io.reveille.admin;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.Condition;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Version;
import io.reveille.core.Timers;
import io.reveille.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which path leads where, who gets in, and what an error looks like. */
final class AdminApi {
  private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
  private static final String AGENT = "/api/v1/agents/:id";

  private final GatewayBus bus;
  private final Supplier<GatewayConfig> config;
  private final LiveEvents events;
  private final AgentsApi agents;
  private final Instant startedAt;

  AdminApi(GatewayBus bus, Supplier<GatewayConfig> config, Timers timers, LiveEvents events) {
    this.bus = bus;
    this.config = config;
    this.events = events;
    this.agents = new AgentsApi(bus);
    this.startedAt = timers.wall();
  }

  Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(AdminApi::checkPath);
    new Pages(vertx).mount(router);
    get(router, "/livez", asked -> Future.succeededFuture(status("ok")));
    get(router, "/readyz", asked -> bus.checkUp().map(AdminApi::ready));
    router.route().handler(this::admit);
    get(router, "/api/v1/info", asked -> bus.checkUp().map(this::info));
    get(router, "/api/v1/agents", agents::list);
    get(router, AGENT, agents::one);
    get(router, AGENT + "/history", agents::history);
    get(router, AGENT + "/health", agents::health);
    for (Act.Action action : Act.Action.values()) {
      String path = AGENT + "/" + action.name().toLowerCase(Locale.ROOT).replace('_', '-');
      router.post(path).handler(context -> answer(context, asked -> agents.act(action, asked)));
      only(router, path, "POST");
    }
    router.get("/api/v1/events").handler(this::events);
    only(router, "/api/v1/events", "GET");
    router.route().failureHandler(AdminApi::fail);
    for (int status : new int[] {400, 404, 500}) {
      router.errorHandler(status, AdminApi::fail);
    }
    return router;
  }

  /** The router would answer 500 to a path whose escapes cannot be read. */
  private static void checkPath(RoutingContext context) {
    String path = context.request().path();
    try {
      URLDecoder.decode(path, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException unreadable) {
      throw new Refusal(badRequest());
    }
    context.next();
  }

  private static void get(
      Router router, String path, Function<Parameters, Future<Answer>> answering) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(context -> answer(context, answering));
    only(router, path, "GET, HEAD");
  }

  /** What is registered last for a path: whoever comes here used another method. */
  private static void only(Router router, String path, String allowed) {
    router.route(path).handler(context -> {
      context.response().putHeader("Allow", allowed);
      throw new Refusal(Problem.of(
          405,
          "method-not-allowed",
          "Wrong method",
          context.request().path() + " takes " + allowed + " only."));
    });
  }

  private static void answer(
      RoutingContext context, Function<Parameters, Future<Answer>> answering) {
    Future.succeededFuture(new Parameters(context))
        .compose(answering) // what is thrown inside compose still answers
        .onSuccess(answer -> answer.send(context))
        .onFailure(context::fail);
  }

  /** The token may change while Reveille runs, so it is read each time. */
  private void admit(RoutingContext context) {
    GatewayConfig.Admin admin = config.get().admin();
    if (admin.token().isSet()) {
      new BearerAuth(admin.token()).check(context.request());
    } else {
      new LocalOnly(admin.host()).check(context.request());
    }
    context.next();
  }

  private void events(RoutingContext context) {
    String accept = Optional.ofNullable(context.request().getHeader("Accept")).orElse("");
    if (accept.contains("application/json") && !accept.contains("text/event-stream")) {
      answer(
          context,
          asked ->
              Future.succeededFuture(Answer.ok(events.page(asked.text("cursor"), asked.limit()))));
    } else {
      events.stream(context);
    }
  }

  /** Ready once it knows all agents. A runtime lost later is told, but what runs is still served. */
  private static Answer ready(Condition condition) {
    if (!condition.reconciled()) {
      throw new Refusal(notReady(
          condition.runtimeConnected()
              ? "Reveille has not yet compared what it remembers with the runtime."
              : "The runtime does not answer: " + condition.runtimeProblem()));
    }
    Answer ready = status("ready");
    ready.body().put("runtime", runtime(condition)).put("agents", condition.agents());
    return ready;
  }

  private static Problem notReady(String detail) {
    return Problem.of(503, "not-ready", "Reveille is not ready", detail);
  }

  private Answer info(Condition condition) {
    return Answer.ok(new JsonObject()
        .put("name", "Reveille")
        .put("version", Version.current())
        .put("startedAt", Facts.time(startedAt))
        .put("runtime", runtime(condition))
        .put("reconciled", condition.reconciled())
        .put("agents", condition.agents()));
  }

  private static JsonObject runtime(Condition condition) {
    return new JsonObject()
        .put("name", condition.runtime())
        .put("connected", condition.runtimeConnected())
        .put("problem", Facts.text(condition.runtimeProblem()));
  }

  private static Answer status(String word) {
    return Answer.ok(new JsonObject().put("status", word));
  }

  private static void fail(RoutingContext context) {
    if (context.response().ended()) {
      return;
    }
    Throwable fault = context.failure();
    int status =
        fault instanceof HttpException known ? known.getStatusCode() : context.statusCode();
    if (fault instanceof Refusal refusal) {
      Answer.problem(context, refusal.problem());
    } else if (status >= 400 && status < 500) {
      Answer.problem(context, ofStatus(status, context));
    } else {
      LOG.warn(
          "No answer to {} {}", context.request().method(), context.request().path(), fault);
      Answer.problem(
          context,
          notReady("The answer did not come: Reveille is starting, stopping or"
              + " in trouble. Its log tells more."));
    }
  }

  private static Problem ofStatus(int status, RoutingContext context) {
    return status == 404
        ? Problem.of(
            404,
            "not-found",
            "Not found",
            "There is nothing at " + context.request().path() + ".")
        : badRequest();
  }

  private static Problem badRequest() {
    return Problem.of(400, "bad-request", "Bad request", "The request cannot be read.");
  }
}

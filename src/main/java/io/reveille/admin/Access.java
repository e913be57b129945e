package io.reveille.admin;

import io.reveille.admin.Caller.Role;
import io.reveille.admin.Caller.Way;
import io.reveille.config.GatewayConfig;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Who gets in, and what for. The tokens may change while Reveille runs, so they are read each time. */
record Access(Supplier<GatewayConfig> config, Sessions sessions, Contract contract) {
  static final String COOKIE = "reveille_session";

  void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<Operation> operation = contract.operation(request.method(), context.normalizedPath());
    boolean open = operation.isPresent() && role(operation.get()).isEmpty();
    if (!open) {
      Caller caller = caller(request);
      Role needed = operation.flatMap(Access::role).orElse(Role.READ);
      if (!caller.role().covers(needed)) {
        throw Refusal.forbidden("This needs admin.token; the token shown is for looking only.");
      }
      caller.keep(context);
    }
    context.next();
  }

  /** Nothing: open to all. */
  private static Optional<Role> role(Operation operation) {
    return Optional.ofNullable(operation.getOpenAPIModel().getString("x-role"))
        .map(word -> Role.valueOf(word.toUpperCase(Locale.ROOT)));
  }

  private Caller caller(HttpServerRequest request) {
    GatewayConfig.Admin admin = config.get().admin();
    if (!admin.token().isSet()) {
      new LocalOnly(admin.host()).check(request);
      return Caller.of(Role.OPERATE, Way.LOOPBACK);
    }
    Optional<String> token = BearerAuth.shown(request);
    if (token.isPresent()) {
      return token
          .flatMap(new BearerAuth(admin)::roleOf)
          .map(role -> Caller.of(role, Way.TOKEN))
          .orElseThrow(() -> BearerAuth.refusal(request, "This is not the admin token."));
    }
    return ofSession(request, admin);
  }

  private Caller ofSession(HttpServerRequest request, GatewayConfig.Admin admin) {
    Optional<String> cookie = Optional.ofNullable(request.getCookie(COOKIE)).map(Cookie::getValue);
    Caller caller = cookie
        .flatMap(id -> sessions.find(id, admin))
        .orElseThrow(() -> BearerAuth.refusal(
            request,
            cookie.isPresent()
                ? "This session has ended: log in again."
                : "Send the admin token: Authorization: Bearer …"));
    new SameOrigin(request).refuseAllButOwn();
    return caller;
  }
}

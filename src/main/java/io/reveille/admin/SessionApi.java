package io.reveille.admin;

import io.reveille.admin.Caller.Role;
import io.reveille.bus.Facts;
import io.reveille.config.GatewayConfig;
import io.reveille.config.Secret;
import io.reveille.core.Timers;
import io.reveille.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/** How a browser gets in and out. */
final class SessionApi {
  private static final int WRONG_ONES_ALLOWED = 10;
  private static final Duration WITHIN = Duration.ofMinutes(1);

  private final Supplier<GatewayConfig> config;
  private final Sessions sessions;
  private final Timers timers;
  private final Deque<Long> wrong = new ArrayDeque<>();

  SessionApi(Supplier<GatewayConfig> config, Sessions sessions, Timers timers) {
    this.config = config;
    this.sessions = sessions;
    this.timers = timers;
  }

  Future<Answer> who(Parameters asked) {
    return Future.succeededFuture(Answer.ok(json(asked.caller())));
  }

  Future<Answer> begin(Parameters asked) {
    HttpServerRequest request = asked.context().request();
    GatewayConfig.Admin admin = config.get().admin();
    if (!admin.token().isSet()) {
      new LocalOnly(admin.host()).check(request);
      return Future.succeededFuture(Answer.ok(json(Caller.of(Role.OPERATE, Caller.Way.LOOPBACK))));
    }
    new SameOrigin(request).refuseOthers();
    refuseGuessers();
    Role role = new BearerAuth(admin).roleOf(asked.body().getString("token")).orElseThrow(() -> {
      wrong.add(timers.nanos());
      return BearerAuth.refusal(request, "This is not the admin token.");
    });
    Secret token = role == Role.OPERATE ? admin.token() : admin.readToken();
    Sessions.Begun begun = sessions.begin(role, token);
    request.response().addCookie(cookie(request, begun.id()).setMaxAge(Sessions.LIFE.toSeconds()));
    return Future.succeededFuture(Answer.ok(json(begun.caller())));
  }

  private void refuseGuessers() {
    wrong.removeIf(at -> timers.nanos() - at > WITHIN.toNanos());
    if (wrong.size() >= WRONG_ONES_ALLOWED) {
      throw new Refusal(Problem.of(
              429,
              "too-many-attempts",
              "Too many wrong tokens",
              WRONG_ONES_ALLOWED + " tokens within a minute were wrong.")
          .retryAfter(WITHIN));
    }
  }

  Future<Answer> end(Parameters asked) {
    HttpServerRequest request = asked.context().request();
    new SameOrigin(request).refuseOthers();
    Optional.ofNullable(request.getCookie(Access.COOKIE))
        .map(Cookie::getValue)
        .ifPresent(sessions::end);
    request.response().addCookie(cookie(request, "").setMaxAge(0));
    return Future.succeededFuture(Answer.nothing());
  }

  private static Cookie cookie(HttpServerRequest request, String value) {
    boolean tls = request.isSSL() || "https".equals(request.getHeader("X-Forwarded-Proto"));
    return Cookie.cookie(Access.COOKIE, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(tls)
        .setSameSite(CookieSameSite.STRICT);
  }

  private static JsonObject json(Caller caller) {
    return new JsonObject()
        .put("role", caller.role().word())
        .put("by", caller.by().word())
        .put("expiresAt", Facts.time(caller.until()));
  }
}

package io.reveille.admin;

import io.reveille.admin.Caller.Role;
import io.reveille.config.GatewayConfig;
import io.reveille.http.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The tokens of the configuration, and what each of them allows. */
record BearerAuth(GatewayConfig.Admin admin) {
  private static final String SCHEME = "Bearer ";

  static Optional<String> shown(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip());
  }

  /** Both are compared in any case, each in constant time. */
  Optional<Role> roleOf(String token) {
    boolean operates = admin.token().matches(token);
    boolean reads = admin.readToken().matches(token);
    if (token.isEmpty()) {
      return Optional.empty(); // as one that is not set
    }
    if (operates) {
      return Optional.of(Role.OPERATE);
    }
    return reads ? Optional.of(Role.READ) : Optional.empty();
  }

  static Refusal refusal(HttpServerRequest request, String detail) {
    request.response().putHeader("WWW-Authenticate", "Bearer realm=\"reveille\"");
    return new Refusal(Problem.of(401, "unauthorized", "Token needed", detail));
  }
}

package io.reveille.admin;

import io.reveille.config.Secret;
import io.reveille.http.Problem;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Lets in who shows the token of the configuration. */
record BearerAuth(Secret token) {
  private static final String SCHEME = "Bearer ";

  void check(HttpServerRequest request) {
    Optional<String> shown = Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip());
    if (shown.isEmpty() || !token.matches(shown.get())) {
      String detail = shown.isEmpty()
          ? "Send the admin token: Authorization: Bearer …"
          : "This is not the admin token.";
      request.response().putHeader("WWW-Authenticate", "Bearer realm=\"reveille\"");
      throw new Refusal(Problem.of(401, "unauthorized", "Token needed", detail));
    }
  }
}

package io.reveille.proxy;

import io.reveille.config.GatewayConfig.Proxy;
import io.reveille.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;

/**
 * What HTTP/2 can carry and HTTP/1.1 cannot must not become something else on its way to the agent (RFC 9113, 8.3 and
 * 10.3). Names and values of headers are checked by the decoder.
 */
final class Downgrade {
  private static final int BAD_REQUEST = 400;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int URI_TOO_LONG = 414;
  private static final int DELETE = 0x7f;
  private static final String MARKS_OF_TOKENS = "!#$%&'*+-.^_`|~";

  private Downgrade() {}

  /** Why a request cannot be forwarded; empty if it can. */
  static Optional<Problem> refusal(ClientRequest request, Proxy settings) {
    if (request.version() != HttpVersion.HTTP_2) {
      return Optional.empty();
    }
    if (request.method().equals(HttpMethod.CONNECT)) {
      return Optional.of(Problem.of(
          METHOD_NOT_ALLOWED,
          "method-not-allowed",
          "No tunnels here",
          "Reveille stands in front of agents and is no proxy for anything else."));
    }
    if (request.uri().length() > settings.maxUrlLength()) {
      return Optional.of(Problem.of(
          URI_TOO_LONG,
          "uri-too-long",
          "The request line is too long",
          "proxy.maxUrlLength limits it."));
    }
    if (!token(request.method().name())) {
      return malformed("Its method is none.");
    }
    if (!path(request)) {
      return malformed("Its path is none.");
    }
    // one that differs from the authority has been refused by Vert.x
    if (request.authority() == null
        || request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      return malformed("It needs one authority.");
    }
    return Optional.empty();
  }

  private static boolean path(ClientRequest request) {
    String path = request.uri();
    boolean whole = path.equals("*") && request.method().equals(HttpMethod.OPTIONS);
    return whole
        || (path.startsWith("/")
            && path.chars().allMatch(next -> next > ' ' && next < DELETE && next != '#'));
  }

  private static boolean token(String method) {
    return !method.isEmpty()
        && method
            .chars()
            .allMatch(next -> (next < DELETE && Character.isLetterOrDigit(next))
                || MARKS_OF_TOKENS.indexOf(next) >= 0);
  }

  private static Optional<Problem> malformed(String detail) {
    return Optional.of(
        Problem.of(BAD_REQUEST, "malformed-request", "This is no request of HTTP", detail));
  }
}

package io.reveille.admin;

import io.reveille.config.Networks;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Without a token only this machine gets in. A web page of somebody else runs on this machine too, in a browser: it
 * is known by a name that is not this machine's, or by an origin that is not this API.
 */
record LocalOnly(String boundHost) {
  private static final Networks HERE = Networks.of(List.of("127.0.0.0/8", "::1"));

  /** Told by its form: a name could be resolved to anything. */
  static boolean isLoopback(String host) {
    String name = bare(host);
    return name.equals("localhost")
        || name.equals("::1")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  void check(HttpServerRequest request) {
    if (!comesFromHere(request)) {
      throw Refusal.forbidden(
          "Without admin.token only this machine gets in. To use the API from another, set it.");
    }
    HostAndPort asked = request.authority();
    if (asked == null || !isOurs(asked.host())) {
      throw Refusal.forbidden(
          "The Host header does not name this machine. To use the API by another"
              + " name, set admin.token.");
    }
    new SameOrigin(request).refuseOthers();
  }

  /** The port may be bound to more than loopback: the token can be dropped while it stays as it was bound. */
  private static boolean comesFromHere(HttpServerRequest request) {
    return Optional.ofNullable(request.remoteAddress().hostAddress())
        .filter(HERE::hold)
        .isPresent();
  }

  private boolean isOurs(String host) {
    return isLoopback(host) || bare(host).equals(bare(boundHost));
  }

  private static String bare(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}

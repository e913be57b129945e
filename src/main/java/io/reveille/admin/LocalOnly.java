package io.reveille.admin;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Locale;

/**
 * Without a token only this machine gets in. A web page of somebody else runs on this machine too, in a browser: it
 * is known by a name that is not this machine's, or by an origin that is not this API.
 */
record LocalOnly(String boundHost) {

  /** Told by its form: a name could be resolved to anything. */
  static boolean isLoopback(String host) {
    String name = bare(host);
    return name.equals("localhost")
        || name.equals("::1")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  void check(HttpServerRequest request) {
    HostAndPort asked = request.authority();
    if (asked == null || !isOurs(asked.host())) {
      throw Refusal.forbidden(
          "The Host header does not name this machine. To use the API by another"
              + " name, set admin.token.");
    }
    new SameOrigin(request).refuseOthers();
  }

  private boolean isOurs(String host) {
    return isLoopback(host) || bare(host).equals(bare(boundHost));
  }

  private static String bare(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}

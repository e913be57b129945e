package io.reveille.admin;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Without a token only this machine gets in. A web page of somebody else runs on this machine too, in a browser: it
 * is known by a name that is not this machine's, or by an origin that is not this API.
 */
record LocalOnly(String boundHost) {
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final List<String> SAME_SITE = List.of("same-origin", "none");

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
    if (!READS.contains(request.method()) && isCrossOrigin(request, asked)) {
      throw Refusal.forbidden("A web page of another origin may not do this.");
    }
  }

  private boolean isOurs(String host) {
    return isLoopback(host) || bare(host).equals(bare(boundHost));
  }

  private static boolean isCrossOrigin(HttpServerRequest request, HostAndPort asked) {
    Optional<String> site = Optional.ofNullable(request.getHeader("Sec-Fetch-Site"));
    Optional<String> origin = Optional.ofNullable(request.getHeader("Origin"));
    return site.filter(where -> !SAME_SITE.contains(where)).isPresent()
        || origin.filter(from -> !from.equalsIgnoreCase("http://" + asked)).isPresent();
  }

  private static String bare(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}

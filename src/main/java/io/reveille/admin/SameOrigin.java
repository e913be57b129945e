package io.reveille.admin;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which page a browser sends a request from, by what no page can forge. */
record SameOrigin(HttpServerRequest request) {
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final List<String> SAME_SITE = List.of("same-origin", "none");

  /** Refuses what changes something on behalf of a page of another origin. */
  void refuseOthers() {
    if (changes() && isCrossOrigin()) {
      throw Refusal.forbidden("A web page of another origin may not do this.");
    }
  }

  /** As {@link #refuseOthers}; who says nothing of the origin is no browser, and has no business with a cookie. */
  void refuseAllButOwn() {
    refuseOthers();
    if (changes() && site().isEmpty() && origin().isEmpty()) {
      throw Refusal.forbidden(
          "A session needs Origin or Sec-Fetch-Site; without a browser use a token.");
    }
  }

  private boolean changes() {
    return !READS.contains(request.method());
  }

  private boolean isCrossOrigin() {
    return site().filter(where -> !SAME_SITE.contains(where)).isPresent()
        || origin().filter(from -> !isOwn(from, request.authority())).isPresent();
  }

  /** Whatever the scheme: in front of Reveille there may be a proxy that speaks TLS. */
  private static boolean isOwn(String origin, @Nullable HostAndPort asked) {
    if (asked == null) {
      return false;
    }
    String from = origin.toLowerCase(Locale.ROOT);
    String to = asked.toString().toLowerCase(Locale.ROOT);
    return from.equals("http://" + to) || from.equals("https://" + to);
  }

  private Optional<String> site() {
    return Optional.ofNullable(request.getHeader("Sec-Fetch-Site"));
  }

  private Optional<String> origin() {
    return Optional.ofNullable(request.getHeader("Origin"));
  }
}

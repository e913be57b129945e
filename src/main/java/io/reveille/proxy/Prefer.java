package io.reveille.proxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Prefer: wait=N} of RFC 7240. What is malformed is as good as absent; the first of several counts. */
final class Prefer {
  private static final Pattern WAIT =
      Pattern.compile("\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

  private Prefer() {}

  /** How much longer a request may wait for its agent: what the client and the settings allow, less what has passed. */
  static Duration patience(Exchange exchange) {
    Duration most = exchange.view().settings().holdTimeout();
    Duration left = wait(exchange.request())
        .filter(wait -> wait.compareTo(most) < 0)
        .orElse(most)
        .minus(exchange.sinceArrival());
    return left.isNegative() ? Duration.ZERO : left;
  }

  static boolean tellsWait(ClientRequest request) {
    return wait(request).isPresent();
  }

  private static Optional<Duration> wait(ClientRequest request) {
    return wait(request.headers().getAll("Prefer"));
  }

  static Optional<Duration> wait(List<String> values) {
    return values.stream()
        .flatMap(value -> Pattern.compile(",").splitAsStream(value))
        .map(WAIT::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(match -> Duration.ofSeconds(Long.parseLong(match.group(1))));
  }
}

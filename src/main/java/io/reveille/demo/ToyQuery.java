package io.reveille.demo;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters in a request's query. A value that makes no sense throws {@link IllegalArgumentException}. */
record ToyQuery(HttpServerRequest request) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");

  Optional<String> text(String name) {
    return Optional.ofNullable(request.getParam(name));
  }

  /** A whole number from 0 on. */
  long number(String name, long otherwise) {
    long number = text(name).map(Long::parseLong).orElse(otherwise);
    if (number < 0) {
      throw new IllegalArgumentException(name + "=" + number + " is below 0");
    }
    return number;
  }

  /** For example {@code 250ms}, {@code 2s} or {@code 1m}. */
  Duration duration(String name, Duration otherwise) {
    return text(name).map(ToyQuery::parse).orElse(otherwise);
  }

  private static Duration parse(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no duration such as 250ms, 2s or 1m");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMinutes(count);
    };
  }
}

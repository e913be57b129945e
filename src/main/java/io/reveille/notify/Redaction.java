package io.reveille.notify;

import io.reveille.config.Secret;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The secrets of one target, which are taken out of whatever it answers. */
record Redaction(List<String> secrets) {
  private static final int SHORTEST = 6;

  /** Of the address all that follows the host is secret, in one piece and in its parts. */
  static Redaction of(Secret url, Secret... others) {
    Stream<String> parts = Stream.empty();
    if (url.isSet()) {
      String path = url.value().replaceFirst("^https?://[^/]+/?", "");
      String user = String.valueOf(URI.create(url.value()).getUserInfo());
      parts =
          Stream.concat(Stream.of(url.value(), path, user), Stream.of(path.split("[/?&=]", -1)));
    }
    return new Redaction(Stream.concat(parts, Stream.of(others).map(Secret::value))
        .filter(part -> part.length() >= SHORTEST)
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList());
  }

  String of(String text) {
    String redacted = text;
    for (String secret : secrets) {
      redacted = redacted.replace(secret, "***");
    }
    return redacted;
  }
}

package io.reveille.proxy;

import io.vertx.core.net.HostAndPort;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a request wants to go, read from its raw bytes: nothing is decoded before the bot ID is cut off, so no
 * encoded dot or slash can lead from one bot to another.
 *
 * @param bot as it was spelled, perhaps malformed
 * @param uri what the agent gets to see
 * @param prefix what was cut off in front of it
 */
record Destination(String bot, String uri, String prefix) {
  private static final String OWN = "/.reveille";

  /**
   * By path, then by header, then by host: a path that names a bot always goes to that bot, whatever a header says,
   * so that whoever grants access by path in front of Reveille is not fooled.
   */
  static Optional<Destination> of(ClientRequest request, Optional<String> header, Naming naming) {
    String uri = request.uri();
    Optional<Destination> byPath = byPath(uri, naming.routePrefix());
    if (byPath.isPresent() || !uri.startsWith("/")) {
      return byPath;
    }
    return header
        .or(() -> byHost(Optional.ofNullable(request.authority()), naming.hostSuffix()))
        .map(bot -> new Destination(bot, uri, ""));
  }

  /** How the configuration names bots in a request. */
  record Naming(String routePrefix, String hostSuffix) {}

  /** Reveille's own corner of every agent: never forwarded, however it is spelled. */
  boolean own() {
    if (!uri.startsWith("/.") && !uri.startsWith("/%")) {
      return false;
    }
    int end = endOfPath(uri);
    int slash = uri.indexOf('/', 1);
    String first = uri.substring(0, slash < 0 ? end : Math.min(slash, end));
    return OWN.equalsIgnoreCase(decoded(first))
        || decoded(first).toLowerCase(Locale.ROOT).startsWith(OWN + "/");
  }

  /** The path without the query. */
  String path() {
    return uri.substring(0, endOfPath(uri));
  }

  private static Optional<Destination> byPath(String uri, String prefix) {
    if (!uri.startsWith(prefix)
        || uri.length() <= prefix.length()
        || uri.charAt(prefix.length()) != '/') {
      return Optional.empty();
    }
    int begin = prefix.length() + 1;
    int end = begin;
    while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
      end++;
    }
    String rest = uri.substring(end);
    return Optional.of(new Destination(
        uri.substring(begin, end),
        rest.startsWith("/") ? rest : "/" + rest,
        uri.substring(0, end)));
  }

  private static Optional<String> byHost(Optional<HostAndPort> authority, String suffix) {
    if (suffix.isEmpty()) {
      return Optional.empty();
    }
    String dotted = "." + suffix.toLowerCase(Locale.ROOT);
    return authority
        .map(host -> host.host().toLowerCase(Locale.ROOT))
        .filter(host -> host.endsWith(dotted))
        .map(host -> host.substring(0, host.length() - dotted.length()));
  }

  private static int endOfPath(String uri) {
    int query = uri.indexOf('?');
    return query < 0 ? uri.length() : query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return text; // a stray percent sign is no business of ours: the agent gets it as it is
    }
  }
}

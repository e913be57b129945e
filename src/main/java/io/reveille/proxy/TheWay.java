package io.reveille.proxy;

import io.reveille.config.Networks;
import io.reveille.proxy.ForwardedHeaders.Hop;
import io.reveille.proxy.ForwardedHeaders.Peer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Optional;

/**
 * What the agent is told about the way of a request. Anybody can write that a request came from elsewhere, so it is
 * believed of trusted proxies only, and then continued; RFC 7239 for {@code Forwarded}, custom for the rest.
 */
final class TheWay {
  private static final CharSequence FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  private static final CharSequence PROTO = HttpHeaders.createOptimized("X-Forwarded-Proto");
  private static final CharSequence HOST = HttpHeaders.createOptimized("X-Forwarded-Host");
  private static final CharSequence PREFIX = HttpHeaders.createOptimized("X-Forwarded-Prefix");
  private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");

  private TheWay() {}

  /**
   * The client's side of an exchange. Its host is as it was named: unchanged to the agent, never a key of anything.
   *
   * @param prefix what was cut off the path
   */
  static Hop from(HttpServerRequest request, String prefix, Networks trusted) {
    String client = Optional.ofNullable(request.remoteAddress().hostAddress()).orElse("unknown");
    Peer peer = new Peer(client, request.isSSL(), trusted.hold(client));
    return new Hop(peer, host(request), prefix, request.version());
  }

  private static String host(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        ? Optional.ofNullable(request.authority()).map(Object::toString).orElse("")
        : Optional.ofNullable(request.getHeader(HttpHeaders.HOST)).orElse("");
  }

  /** Beside what {@link ForwardedHeaders#copyRequest} has let pass. */
  static void tell(MultiMap headers, Hop hop) {
    if (hop.peer().trusted()) {
      goOn(headers, hop);
    } else {
      begin(headers, hop);
    }
    ForwardedHeaders.addVia(headers, hop.version());
  }

  private static void begin(MultiMap headers, Hop hop) {
    headers
        .add(FOR, hop.peer().address())
        .add(PROTO, scheme(hop.peer()))
        .add(HOST, hop.host())
        .add(FORWARDED, forwarded(hop));
    if (!hop.prefix().isEmpty()) {
      headers.add(PREFIX, hop.prefix());
    }
  }

  private static void goOn(MultiMap headers, Hop hop) {
    ForwardedHeaders.append(headers, FOR, hop.peer().address());
    setIfAbsent(headers, PROTO, scheme(hop.peer()));
    setIfAbsent(headers, HOST, hop.host());
    String prefix = Optional.ofNullable(headers.get(PREFIX)).orElse("") + hop.prefix();
    if (!prefix.isEmpty()) {
      headers.set(PREFIX, prefix);
    }
    ForwardedHeaders.append(headers, FORWARDED, forwarded(hop));
  }

  /** CGI and WSGI take {@code _} for {@code -}. */
  static boolean tellsOfIt(String name) {
    char first = name.isEmpty() ? ' ' : name.charAt(0);
    if (first != 'x' && first != 'X' && first != 'f' && first != 'F') {
      return false;
    }
    String plain = name.toLowerCase(Locale.ROOT).replace('_', '-');
    return plain.startsWith("x-forwarded-")
        || plain.equals("forwarded")
        || plain.equals("x-real-ip");
  }

  private static void setIfAbsent(MultiMap headers, CharSequence name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }

  private static String forwarded(Hop hop) {
    String address = hop.peer().address();
    String node = address.contains(":") ? "\"[" + address + "]\"" : address;
    return "for=" + node + ";host=\"" + hop.host().replace("\"", "") + "\";proto="
        + scheme(hop.peer());
  }

  private static String scheme(Peer peer) {
    return peer.tls() ? "https" : "http";
  }
}

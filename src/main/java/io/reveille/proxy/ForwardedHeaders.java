package io.reveille.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which headers cross Reveille, in both directions, and which it adds (RFC 9110, 7.6). */
final class ForwardedHeaders {
  private static final String RESERVED = "reveille";
  private static final CharSequence VIA = HttpHeaders.createOptimized("Via");

  private ForwardedHeaders() {}

  /**
   * Copies what the agent may see, but for {@code Host} and {@code Content-Length}, which each protocol has its own way
   * to tell, whatever {@code Connection} names.
   *
   * @param trusted whether the peer is believed about the way that the request has come
   */
  static void copyRequest(MultiMap from, MultiMap to, boolean trusted) {
    Set<String> nominated = nominated(from);
    from.forEach((name, value) -> {
      boolean crosses = !hopByHop(name) && !requestOnly(name) && !reserved(name);
      if (crosses && (trusted || !TheWay.tellsOfIt(name)) && passes(name, nominated)) {
        to.add(name, value);
      }
    });
    if (from.contains(HttpHeaders.COOKIE) && !nominated.contains("cookie")) {
      // HTTP/2 may split what HTTP/1.1 wants in one line (RFC 9113, 8.2.3)
      to.add(HttpHeaders.COOKIE, String.join("; ", from.getAll(HttpHeaders.COOKIE)));
    }
  }

  /** Whom it is for and how long it is. */
  static void toHttp1(MultiMap from, MultiMap to, String host) {
    to.set(HttpHeaders.HOST, host);
    tellLength(from, to);
  }

  /** HTTP/2 has its own field for the host; and an agent that sends trailers may want to know that they are welcome. */
  static void toHttp2(MultiMap from, HttpClientRequest to, String host) {
    tellLength(from, to.headers());
    Optional.ofNullable(HostAndPort.parseAuthority(host, -1))
        .filter(named -> !named.host().isEmpty()) // clients of HTTP/1.0 need not name one
        .ifPresent(to::authority);
    if (from.contains("te", "trailers", true)) {
      to.headers().set("te", "trailers");
    }
  }

  private static void tellLength(MultiMap from, MultiMap to) {
    String length = from.get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      to.set(HttpHeaders.CONTENT_LENGTH, length);
    }
  }

  /** Copies what the client may see. */
  static void copyResponse(MultiMap from, MultiMap to) {
    Set<String> nominated = nominated(from);
    from.forEach((name, value) -> {
      if (!hopByHop(name) && !reserved(name) && passes(name, nominated)) {
        to.add(name, value);
      }
    });
  }

  static void addVia(MultiMap headers, HttpVersion version) {
    append(headers, VIA, via(version));
  }

  /** Who the connection of the client comes from. */
  record Peer(String address, boolean tls, boolean trusted) {}

  /** The client's side of an exchange. */
  record Hop(Peer peer, String host, String prefix, HttpVersion version) {}

  private static boolean passes(String name, Set<String> nominated) {
    return nominated.isEmpty()
        || !nominated.contains(name)
        || name.equalsIgnoreCase("content-length");
  }

  private static boolean hopByHop(String name) {
    return switch (name.length()) {
      case 2 -> name.equalsIgnoreCase("te");
      case 7 -> name.equalsIgnoreCase("upgrade");
      case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
      case 16 -> name.equalsIgnoreCase("proxy-connection");
      case 17 -> name.equalsIgnoreCase("transfer-encoding");
      case 18 -> name.equalsIgnoreCase("proxy-authenticate");
      case 19 -> name.equalsIgnoreCase("proxy-authorization");
      default -> name.startsWith(":");
    };
  }

  /** Answered here, or said here anew. */
  private static boolean requestOnly(String name) {
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase("host");
      case 6 -> name.equalsIgnoreCase("expect") || name.equalsIgnoreCase("cookie");
      case 7 -> name.equalsIgnoreCase("trailer");
      case 14 -> name.equalsIgnoreCase("content-length") || name.equalsIgnoreCase("http2-settings");
      default -> false;
    };
  }

  /** CGI and WSGI take {@code _} for {@code -}: so must whoever keeps a name for itself. */
  private static boolean reserved(String name) {
    int length = RESERVED.length();
    return name.length() > length
        && name.regionMatches(true, 0, RESERVED, 0, length)
        && (name.charAt(length) == '-' || name.charAt(length) == '_');
  }

  private static Set<String> nominated(MultiMap headers) {
    if (!headers.contains(HttpHeaders.CONNECTION)) {
      return Set.of();
    }
    List<String> values = headers.getAll(HttpHeaders.CONNECTION);
    if (values.size() == 1 && values.get(0).equalsIgnoreCase("keep-alive")) {
      return Set.of(); // as nearly always, and Keep-Alive does not cross anyway
    }
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  static void append(MultiMap headers, CharSequence name, String value) {
    if (headers.contains(name)) {
      headers.set(name, String.join(", ", headers.getAll(name)) + ", " + value);
    } else {
      headers.add(name, value);
    }
  }

  private static String via(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "1.0 reveille";
      case HTTP_1_1 -> "1.1 reveille";
      case HTTP_2 -> "2 reveille";
    };
  }
}

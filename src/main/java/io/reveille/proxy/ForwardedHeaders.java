package io.reveille.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Which headers cross Reveille, in both directions, and which it adds (RFC 9110, 7.6). */
final class ForwardedHeaders {
  private static final String RESERVED = "reveille";
  static final CharSequence VIA = HttpHeaders.createOptimized("Via");

  private ForwardedHeaders() {}

  /**
   * Copies what the agent may see, and tells it of the way, but for {@code Host} and {@code Content-Length}, which each
   * protocol has its own way to tell, whatever {@code Connection} names.
   *
   * @param anew headers that replace the client's own
   */
  static void copyRequest(MultiMap from, HeaderFields to, Hop hop, Map<String, String> anew) {
    Set<String> dropped = nominated(from);
    if (!anew.isEmpty()) {
      dropped = caseInsensitive(dropped);
      dropped.addAll(anew.keySet());
    }
    copyRequest(from, to, hop.trusted(), dropped);
    TheWay.tell(to, hop, new Said(from, dropped));
    if (!anew.isEmpty()) {
      anew.forEach(to::add);
    }
  }

  private static void copyRequest(
      MultiMap from, HeaderFields to, boolean trusted, Set<String> dropped) {
    from.forEach((name, value) -> {
      boolean crosses = !hopByHop(name) && !requestOnly(name) && !reserved(name);
      if (crosses && !TheWay.isToldHere(name, trusted) && passes(name, dropped)) {
        to.add(name, value);
      }
    });
    if (from.contains(HttpHeaders.COOKIE) && !dropped.contains("cookie")) {
      // HTTP/2 may split what HTTP/1.1 wants in one line (RFC 9113, 8.2.3)
      to.add(HttpHeaders.COOKIE, String.join("; ", from.getAll(HttpHeaders.COOKIE)));
    }
  }

  /** Whom it is for and how long it is. */
  static void toHttp1(MultiMap from, HeaderFields to, String host) {
    to.add(HttpHeaders.HOST, host);
    tellLength(from, to);
  }

  /** HTTP/2 has its own field for the host; and an agent that sends trailers may want to know that they are welcome. */
  static void toHttp2(MultiMap from, HttpClientRequest to, String host) {
    tellLength(from, to.headers()::add);
    Optional.ofNullable(HostAndPort.parseAuthority(host, -1))
        .filter(named -> !named.host().isEmpty()) // clients of HTTP/1.0 need not name one
        .ifPresent(to::authority);
    if (from.contains("te", "trailers", true)) {
      to.headers().set("te", "trailers");
    }
  }

  private static void tellLength(MultiMap from, HeaderFields to) {
    String length = from.get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      to.add(HttpHeaders.CONTENT_LENGTH, length);
    }
  }

  /** Copies what the client may see. */
  static void copyResponse(MultiMap from, MultiMap to) {
    Crossing crossing = new Crossing(to);
    from.forEach(crossing);
    if (crossing.nominates) {
      nominated(from).stream()
          .filter(name -> !name.equalsIgnoreCase("content-length"))
          .forEach(to::remove);
    }
  }

  /** What of an answer crosses, unless its Connection says otherwise, which it may do at its very end. */
  private static final class Crossing implements BiConsumer<String, String> {
    private final MultiMap to;
    private boolean nominates;

    Crossing(MultiMap to) {
      this.to = to;
    }

    @Override
    public void accept(String name, String value) {
      if (!hopByHop(name)) {
        if (!reserved(name)) {
          to.add(name, value);
        }
      } else if (name.equalsIgnoreCase("connection") && !value.equalsIgnoreCase("keep-alive")) {
        nominates = true;
      }
    }
  }

  static void addVia(MultiMap headers, HttpVersion version) {
    headers.set(VIA, inOneLine(headers.getAll(VIA), via(version)));
  }

  /** What has been said of a request so far, but for what does not cross. */
  record Said(MultiMap headers, Set<String> dropped) {
    List<String> of(CharSequence name) {
      boolean said = headers.contains(name) && !dropped.contains(name.toString());
      return said ? headers.getAll(name) : List.of();
    }

    /** All of it in one line, and {@code value} behind it. */
    String with(CharSequence name, String value) {
      return inOneLine(of(name), value);
    }
  }

  private static String inOneLine(List<String> before, String value) {
    return before.isEmpty() ? value : String.join(", ", before) + ", " + value;
  }

  /**
   * The client's side of an exchange.
   *
   * @param trusted whether the peer is believed about the way that the request has come
   */
  record Hop(Peer peer, boolean trusted, String host, String prefix, HttpVersion version) {}

  private static boolean passes(String name, Set<String> dropped) {
    return dropped.isEmpty() || !dropped.contains(name) || name.equalsIgnoreCase("content-length");
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
      case 3 -> name.equalsIgnoreCase("via");
      case 4 -> name.equalsIgnoreCase("host");
      case 6 -> name.equalsIgnoreCase("expect") || name.equalsIgnoreCase("cookie");
      case 7 -> name.equalsIgnoreCase("trailer");
      case 12 -> name.equalsIgnoreCase("x-request-id");
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
    Set<String> names = caseInsensitive(Set.of());
    for (String value : values) {
      for (String name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private static Set<String> caseInsensitive(Set<String> names) {
    Set<String> copy = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    copy.addAll(names);
    return copy;
  }

  static String via(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "1.0 reveille";
      case HTTP_1_1 -> "1.1 reveille";
      case HTTP_2 -> "2 reveille";
    };
  }
}

package io.reveille.proxy;

import io.reveille.config.Networks;
import io.reveille.proxy.ForwardedHeaders.Hop;
import io.reveille.proxy.ForwardedHeaders.Said;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
  private static final Set<String> TOLD_ANEW = Set.of(
      "x-forwarded-for",
      "x-forwarded-proto",
      "x-forwarded-host",
      "x-forwarded-prefix",
      "forwarded");

  private TheWay() {}

  /**
   * The client's side of an exchange. Its host is as it was named: unchanged to the agent, never a key of anything.
   *
   * @param prefix what was cut off the path
   */
  static Hop from(ClientRequest request, String prefix, Networks trusted) {
    Peer peer = Peer.of(request);
    return new Hop(peer, trusted.hold(peer.address()), host(request), prefix, request.version());
  }

  private static String host(ClientRequest request) {
    return request.version() == HttpVersion.HTTP_2
        ? Optional.ofNullable(request.authority()).map(Object::toString).orElse("")
        : Optional.ofNullable(request.getHeader(HttpHeaders.HOST)).orElse("");
  }

  /** Beside what {@link ForwardedHeaders#copyRequest} lets pass. */
  static void tell(HeaderFields to, Hop hop, Said said) {
    if (hop.trusted()) {
      goOn(to, hop, said);
    } else {
      begin(to, hop);
    }
    to.add(
        ForwardedHeaders.VIA, said.with(ForwardedHeaders.VIA, ForwardedHeaders.via(hop.version())));
  }

  private static void begin(HeaderFields to, Hop hop) {
    to.add(FOR, hop.peer().address());
    to.add(PROTO, hop.peer().scheme());
    to.add(HOST, hop.host());
    to.add(FORWARDED, hop.peer().forwarded(hop.host()));
    if (!hop.prefix().isEmpty()) {
      to.add(PREFIX, hop.prefix());
    }
  }

  private static void goOn(HeaderFields to, Hop hop, Said said) {
    to.add(FOR, said.with(FOR, hop.peer().address()));
    sayAgain(to, PROTO, said, hop.peer().scheme());
    sayAgain(to, HOST, said, hop.host());
    String prefix = said.of(PREFIX).stream().findFirst().orElse("") + hop.prefix();
    if (!prefix.isEmpty()) {
      to.add(PREFIX, prefix);
    }
    to.add(FORWARDED, said.with(FORWARDED, hop.peer().forwarded(hop.host())));
  }

  private static void sayAgain(HeaderFields to, CharSequence name, Said said, String otherwise) {
    List<String> before = said.of(name);
    if (before.isEmpty()) {
      to.add(name, otherwise);
    } else {
      before.forEach(value -> to.add(name, value));
    }
  }

  /**
   * Whether the agent hears of it from Reveille alone. What a trusted proxy says is told on, some of it with more behind
   * it. CGI and WSGI take {@code _} for {@code -}.
   */
  static boolean isToldHere(String name, boolean trusted) {
    char first = name.isEmpty() ? ' ' : name.charAt(0);
    if (first != 'x' && first != 'X' && first != 'f' && first != 'F') {
      return false;
    }
    String small = name.toLowerCase(Locale.ROOT);
    if (trusted) {
      return TOLD_ANEW.contains(small);
    }
    String plain = small.replace('_', '-');
    return plain.startsWith("x-forwarded-")
        || plain.equals("forwarded")
        || plain.equals("x-real-ip");
  }
}

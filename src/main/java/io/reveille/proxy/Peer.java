package io.reveille.proxy;

import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;

/**
 * Who a connection comes from. What the agent is told of it is put into words once, and again only when the requests name
 * another host. Confined to the event loop of the connection.
 */
final class Peer {
  private static final AttributeKey<Peer> KEY = AttributeKey.valueOf(Peer.class, "peer");

  private final String address;
  private final boolean tls;
  private String host = "";
  private String forwarded = "";

  Peer(String address, boolean tls) {
    this.address = address;
    this.tls = tls;
  }

  static Peer of(HttpServerRequest request) {
    if (!(request.connection() instanceof HttpServerConnection connection)) {
      return from(request);
    }
    Attribute<Peer> attribute = connection.channelHandlerContext().channel().attr(KEY);
    Peer known = attribute.get();
    if (known == null) {
      known = from(request);
      attribute.set(known);
    }
    return known;
  }

  private static Peer from(HttpServerRequest request) {
    String address = Optional.ofNullable(request.remoteAddress().hostAddress()).orElse("unknown");
    return new Peer(address, request.isSSL());
  }

  String address() {
    return address;
  }

  String scheme() {
    return tls ? "https" : "http";
  }

  /**
   * An element of {@code Forwarded} (RFC 7239, 4).
   *
   * @param named the host, as the client has named it
   */
  String forwarded(String named) {
    if (forwarded.isEmpty() || !named.equals(host)) {
      String node = address.contains(":") ? "\"[" + address + "]\"" : address;
      host = named;
      forwarded = "for=" + node + ";host=\"" + named.replace("\"", "") + "\";proto=" + scheme();
    }
    return forwarded;
  }
}

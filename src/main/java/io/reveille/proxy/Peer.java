package io.reveille.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;

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

  static Peer of(ClientRequest request) {
    Channel channel = request.channel();
    Attribute<Peer> attribute = channel.attr(KEY);
    Peer known = attribute.get();
    if (known == null) {
      known = new Peer(address(channel), channel.pipeline().get(SslHandler.class) != null);
      attribute.set(known);
    }
    return known;
  }

  private static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress remote && !remote.isUnresolved()
        ? remote.getAddress().getHostAddress()
        : "unknown";
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

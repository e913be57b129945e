package io.reveille.proxy;

import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;

/** Where a connection comes from, as text: written once for all of its requests. */
final class ClientAddress {
  private static final AttributeKey<String> KEY = AttributeKey.valueOf(ClientAddress.class, "text");

  private ClientAddress() {}

  static String of(HttpServerRequest request) {
    if (!(request.connection() instanceof HttpServerConnection connection)) {
      return read(request);
    }
    Attribute<String> text = connection.channelHandlerContext().channel().attr(KEY);
    String known = text.get();
    if (known == null) {
      known = read(request);
      text.set(known);
    }
    return known;
  }

  private static String read(HttpServerRequest request) {
    return Optional.ofNullable(request.remoteAddress().hostAddress()).orElse("unknown");
  }
}

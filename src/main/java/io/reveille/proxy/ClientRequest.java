package io.reveille.proxy;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetSocket;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request as a client has sent it, in whatever protocol. As a stream it is its body, which flows from the beginning;
 * its exception handler is told why when the rest of it will never come. Confined to the event loop of its connection.
 */
interface ClientRequest extends ReadStream<Buffer> {
  HttpVersion version();

  HttpMethod method();

  /** As it was sent, not decoded. */
  String uri();

  /** The same without its query. */
  default String path() {
    String uri = uri();
    int query = uri.indexOf('?');
    return query < 0 ? uri : uri.substring(0, query);
  }

  /** The host that is meant, and its port if one is named (RFC 9110, 7.2); null if none is. */
  @Nullable
  HostAndPort authority();

  MultiMap headers();

  default @Nullable String getHeader(CharSequence name) {
    return headers().get(name);
  }

  /** There is a body, or, with HTTP/2, there may be one (RFC 9112, 6.3). */
  default boolean announcesBody() {
    return version() == HttpVersion.HTTP_2
        || headers().contains(HttpHeaders.CONTENT_LENGTH)
        || headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** All of it has come, and has been taken. */
  boolean isEnded();

  ClientResponse response();

  /** What it has come over; others may share it. */
  Channel channel();

  /** Ends the connection. */
  void close();

  /** The connection, once it is one of bytes; fails unless the request asks for that (RFC 9110, 7.8). */
  Future<NetSocket> toNetSocket();
}

package io.reveille.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/** A request of HTTP/1.1 that {@link RequestGuard} has let pass. */
final class Http1ClientRequest extends Http1Inbound implements ClientRequest {
  private final Http1Front front;
  private final HttpRequest head;
  private final HttpMethod method;
  private final Http1ClientResponse response;

  Http1ClientRequest(Http1Front front, HttpRequest head) {
    super(front.channel(), head);
    this.front = front;
    this.head = head;
    this.method = HttpMethod.fromNetty(head.method());
    this.response = new Http1ClientResponse(front, this, HttpUtil.isKeepAlive(head));
    if (!announcesBody()) {
      endsWithItsHead();
    }
  }

  @Override
  public HttpMethod method() {
    return method;
  }

  @Override
  public String uri() {
    return head.uri();
  }

  @Override
  public @Nullable HostAndPort authority() {
    String host = getHeader(HttpHeaderNames.HOST);
    return host == null ? null : HostAndPort.parseAuthority(host, -1);
  }

  @Override
  public boolean isEnded() {
    return over();
  }

  @Override
  public Http1ClientResponse response() {
    return response;
  }

  @Override
  public void close() {
    front.close();
  }

  /** Whoever asks for that is left to Vert.x. */
  @Override
  public Future<NetSocket> toNetSocket() {
    return Future.failedFuture(new IllegalStateException("It does not ask for another protocol"));
  }
}

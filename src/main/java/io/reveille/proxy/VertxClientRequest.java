package io.reveille.proxy;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/** A request that Vert.x has read: one of HTTP/2, or one that asks for a WebSocket. */
final class VertxClientRequest implements ClientRequest {
  private final HttpServerRequest request;
  private final ClientResponse response;

  VertxClientRequest(HttpServerRequest request) {
    this.request = request;
    this.response = new VertxClientResponse(request);
  }

  @Override
  public HttpVersion version() {
    return request.version();
  }

  @Override
  public HttpMethod method() {
    return request.method();
  }

  @Override
  public String uri() {
    return request.uri();
  }

  @Override
  public @Nullable HostAndPort authority() {
    return request.authority();
  }

  @Override
  public MultiMap headers() {
    return request.headers();
  }

  @Override
  public boolean isEnded() {
    return request.isEnded();
  }

  @Override
  public ClientResponse response() {
    return response;
  }

  @Override
  public Channel channel() {
    return ((HttpServerConnection) request.connection()).channelHandlerContext().channel();
  }

  @Override
  public void close() {
    request.connection().close();
  }

  @Override
  public Future<NetSocket> toNetSocket() {
    return request.toNetSocket();
  }

  @Override
  public VertxClientRequest exceptionHandler(@Nullable Handler<Throwable> handler) {
    request.exceptionHandler(handler);
    return this;
  }

  @Override
  public VertxClientRequest handler(@Nullable Handler<Buffer> handler) {
    request.handler(handler);
    return this;
  }

  @Override
  public VertxClientRequest endHandler(@Nullable Handler<Void> handler) {
    request.endHandler(handler);
    return this;
  }

  @Override
  public VertxClientRequest pause() {
    request.pause();
    return this;
  }

  @Override
  public VertxClientRequest resume() {
    request.resume();
    return this;
  }

  @Override
  public VertxClientRequest fetch(long pieces) {
    request.fetch(pieces);
    return this;
  }
}

package io.reveille.proxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.MultiMap;

/** An agent's answer of HTTP/1.1. */
final class Http1Response extends Http1Inbound implements AgentResponse {
  private final HttpResponse head;
  private MultiMap trailers = NONE;

  Http1Response(Channel channel, HttpResponse head) {
    super(channel, head);
    this.head = head;
  }

  @Override
  public int status() {
    return head.status().code();
  }

  @Override
  public String reason() {
    return head.status().reasonPhrase();
  }

  @Override
  public MultiMap trailers() {
    return trailers;
  }

  @Override
  void take(HttpContent piece) {
    if (piece instanceof LastHttpContent last) {
      trailers = readable(last.trailingHeaders());
    }
    super.take(piece);
  }
}

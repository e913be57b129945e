package io.reveille.proxy;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** An answer that Vert.x has read: one of HTTP/2, or one that refuses a WebSocket. */
final class VertxResponse implements AgentResponse {
  private final HttpClientResponse answer;

  VertxResponse(HttpClientResponse answer) {
    this.answer = answer;
  }

  @Override
  public HttpVersion version() {
    return answer.version();
  }

  @Override
  public int status() {
    return answer.statusCode();
  }

  @Override
  public String reason() {
    return answer.statusMessage();
  }

  @Override
  public MultiMap headers() {
    return answer.headers();
  }

  @Override
  public MultiMap trailers() {
    return answer.trailers();
  }

  @Override
  public VertxResponse exceptionHandler(@Nullable Handler<Throwable> handler) {
    answer.exceptionHandler(handler);
    return this;
  }

  @Override
  public VertxResponse handler(@Nullable Handler<Buffer> handler) {
    answer.handler(handler);
    return this;
  }

  @Override
  public VertxResponse endHandler(@Nullable Handler<Void> handler) {
    answer.endHandler(handler);
    return this;
  }

  @Override
  public VertxResponse pause() {
    answer.pause();
    return this;
  }

  @Override
  public VertxResponse resume() {
    answer.resume();
    return this;
  }

  @Override
  public VertxResponse fetch(long pieces) {
    answer.fetch(pieces);
    return this;
  }
}

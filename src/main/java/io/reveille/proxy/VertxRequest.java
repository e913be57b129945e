package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/** A request that Vert.x sends: what speaks HTTP/2 is its business. */
final class VertxRequest implements AgentRequest {
  private final HttpClientRequest out;

  VertxRequest(HttpClientRequest out) {
    this.out = out;
  }

  @Override
  public void add(CharSequence name, String value) {
    out.headers().add(name, value);
  }

  @Override
  public void address(String host, MultiMap from) {
    ForwardedHeaders.toHttp2(from, out, host);
  }

  @Override
  public void setChunked(boolean chunked) {
    out.setChunked(chunked);
  }

  @Override
  public void listener(Listener listener) {
    out.earlyHintsHandler(listener::hinted);
    out.response().onSuccess(answer -> listener.answered(new VertxResponse(answer)));
  }

  @Override
  public void quietly() {}

  @Override
  public VertxRequest exceptionHandler(@Nullable Handler<Throwable> handler) {
    out.exceptionHandler(handler);
    if (handler != null) {
      out.response().onFailure(handler);
    }
    return this;
  }

  @Override
  public Future<Void> sendHead() {
    return out.sendHead();
  }

  @Override
  public Future<Void> write(Buffer piece) {
    return out.write(piece);
  }

  @Override
  public Future<Void> end() {
    return out.end();
  }

  @Override
  public Future<Void> end(Buffer piece) {
    return out.end(piece);
  }

  @Override
  public VertxRequest setWriteQueueMaxSize(int bytes) {
    out.setWriteQueueMaxSize(bytes);
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return out.writeQueueFull();
  }

  @Override
  public VertxRequest drainHandler(@Nullable Handler<Void> handler) {
    out.drainHandler(handler);
    return this;
  }
}

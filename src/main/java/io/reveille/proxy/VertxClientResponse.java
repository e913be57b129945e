package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** An answer that Vert.x sends: one of HTTP/2, or one to whoever asks for a WebSocket. */
final class VertxClientResponse implements ClientResponse {
  private static final long INTERNAL_ERROR = 2; // RFC 9113, 7

  private final HttpServerRequest request;
  private final HttpServerResponse response;

  VertxClientResponse(HttpServerRequest request) {
    this.request = request;
    this.response = request.response();
  }

  @Override
  public int status() {
    return response.getStatusCode();
  }

  @Override
  public VertxClientResponse setStatus(int status) {
    response.setStatusCode(status);
    return this;
  }

  @Override
  public VertxClientResponse setReason(String reason) {
    if (!reason.equals(response.getStatusMessage())) {
      response.setStatusMessage(reason);
    }
    return this;
  }

  @Override
  public MultiMap headers() {
    return response.headers();
  }

  @Override
  public MultiMap trailers() {
    return response.trailers();
  }

  @Override
  public boolean headWritten() {
    return response.headWritten();
  }

  @Override
  public Future<Void> writeHead() {
    tellEnd();
    return response.writeHead();
  }

  @Override
  public void writeContinue() {
    response.writeContinue();
  }

  @Override
  public Future<Void> hint(MultiMap hints) {
    return response.writeEarlyHints(hints);
  }

  @Override
  public Future<Void> write(Buffer piece) {
    tellEnd();
    return response.write(piece);
  }

  @Override
  public Future<Void> end() {
    return response.end();
  }

  @Override
  public Future<Void> end(Buffer piece) {
    return response.end(piece);
  }

  @Override
  public void cut() {
    if (http2()) {
      response.reset(INTERNAL_ERROR);
    } else {
      request.connection().close();
    }
  }

  @Override
  public long bytesWritten() {
    return response.bytesWritten();
  }

  @Override
  public VertxClientResponse setWriteQueueMaxSize(int bytes) {
    response.setWriteQueueMaxSize(bytes);
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return response.writeQueueFull();
  }

  @Override
  public VertxClientResponse drainHandler(@Nullable Handler<Void> handler) {
    response.drainHandler(handler);
    return this;
  }

  @Override
  public VertxClientResponse exceptionHandler(@Nullable Handler<Throwable> handler) {
    response.exceptionHandler(handler);
    return this;
  }

  @Override
  public void whenGone(Runnable action) {
    response
        .exceptionHandler(fault -> {
          // of a body that is none the request is told, and whoever sent it is still there
          if (!(fault instanceof BadRequest)) {
            action.run();
          }
        })
        .closeHandler(closed -> action.run());
  }

  @Override
  public void whenEnded(Runnable action) {
    response.endHandler(ended -> action.run());
  }

  /** By its length, else by its chunks (RFC 9112, 6); HTTP/2 has its own way. */
  private void tellEnd() {
    if (!http2() && !response.headWritten()) {
      response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
    }
  }

  private boolean http2() {
    return request.version() == HttpVersion.HTTP_2;
  }
}

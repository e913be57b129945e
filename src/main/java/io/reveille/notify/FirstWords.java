package io.reveille.notify;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keeps the beginning of an answer, however much of it comes. */
final class FirstWords implements WriteStream<Buffer> {
  private static final int MOST = 400;

  private final Buffer kept = Buffer.buffer();
  private boolean closed;

  String text() {
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Nobody waits any more: whoever goes on sending is cut off. */
  void close() {
    closed = true;
  }

  @Override
  public Future<Void> write(Buffer data) {
    kept.appendBuffer(data, 0, Math.min(data.length(), Math.max(0, MOST - kept.length())));
    return closed ? Future.failedFuture("nobody waits for this") : Future.succeededFuture();
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return false;
  }

  @Override
  public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
    return this;
  }
}

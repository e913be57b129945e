package io.reveille.proxy;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * A message of HTTP/1.1 as it goes out. How much of it may wait to be sent is the business of its connection. Confined
 * to the event loop of that.
 */
abstract class Http1Outbound implements WriteStream<Buffer> {
  private @Nullable Handler<Void> whenDrained;

  abstract Channel channel();

  @Override
  public Http1Outbound setWriteQueueMaxSize(int bytes) {
    channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(bytes / 2, bytes));
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return !channel().isWritable();
  }

  @Override
  public Http1Outbound drainHandler(@Nullable Handler<Void> handler) {
    whenDrained = handler;
    return this;
  }

  /** There is room again. */
  void drained() {
    Handler<Void> handler = whenDrained;
    if (handler != null) {
      handler.handle(null);
    }
  }
}

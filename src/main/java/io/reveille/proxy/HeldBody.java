package io.reveille.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The body of a request of HTTP/1.1 that is held. What of it has been read already waits here, and the rest stays in
 * the socket: Vert.x would read up to a megabyte of it before it stops. A small one is read to its end, so that it is
 * heard when its client goes; the client of a large one is asked a few times.
 */
final class HeldBody extends ChannelInboundHandlerAdapter {
  private static final String CONNECTION = "handler"; // as Vert.x calls it
  private static final int SMALL = 1_024;
  private static final long LOOK_MILLIS = 500;
  private final boolean mayAsk;
  private final Deque<Object> kept = new ArrayDeque<>();
  private int bytes;
  private boolean stopped;

  HeldBody(boolean mayAsk) {
    this.mayAsk = mayAsk;
  }

  /** From now on until {@link #release}. With HTTP/2 the window of its stream is all that comes. */
  static void hold(ClientRequest request) {
    ChannelPipeline pipeline = request.channel().pipeline();
    if (pipeline.get(RequestGuard.class) == null || pipeline.get(HeldBody.class) != null) {
      return;
    }
    HeldBody body = new HeldBody(request.version() == HttpVersion.HTTP_1_1);
    if (pipeline.get(Http1Front.NAME) == null) {
      pipeline.addBefore(CONNECTION, null, body);
    } else {
      pipeline.addBefore(Http1Front.NAME, null, body);
      request.channel().config().setAutoRead(true); // what is kept here is read on
    }
  }

  /** Somebody takes it now, or throws it away. */
  static void release(ClientRequest request) {
    ChannelPipeline pipeline = request.channel().pipeline();
    HeldBody body = pipeline.get(HeldBody.class);
    if (body != null) {
      pipeline.remove(body);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    boolean goesOn = message instanceof HttpContent content
        && !(content instanceof LastHttpContent)
        && content.decoderResult().isSuccess();
    kept.add(goesOn ? copied((HttpContent) message) : message);
    if (goesOn) {
      stopIfLarge(context);
    } else {
      context.pipeline().remove(this);
    }
  }

  /** What was read lies in buffers that are larger than it, and too few for all who may be held. */
  private HttpContent copied(HttpContent content) {
    bytes += content.content().readableBytes();
    HttpContent copy = content.replace(Unpooled.copiedBuffer(content.content()));
    content.release();
    return copy;
  }

  private void stopIfLarge(ChannelHandlerContext context) {
    if (bytes > SMALL && context.channel().config().isAutoRead()) {
      stopped = true;
      context.channel().config().setAutoRead(false);
      askLater(context);
    }
  }

  private void askLater(ChannelHandlerContext context) {
    if (mayAsk && !StillThere.of(context.channel()).spent()) {
      context
          .executor()
          .schedule(() -> ask(context), LOOK_MILLIS, TimeUnit.MILLISECONDS)
          .addListener(asked -> {
            if (!asked.isSuccess() && !asked.isCancelled()) {
              context.fireExceptionCaught(asked.cause());
            }
          });
    }
  }

  private void ask(ChannelHandlerContext context) {
    if (!context.isRemoved()) {
      StillThere.of(context.channel()).ask();
      askLater(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    kept.forEach(ReferenceCountUtil::release);
    kept.clear();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (stopped && context.channel().isActive()) {
      context.channel().config().setAutoRead(true);
    }
    if (!kept.isEmpty()) {
      while (!kept.isEmpty()) {
        context.fireChannelRead(kept.poll());
      }
      context.fireChannelReadComplete();
    }
  }
}

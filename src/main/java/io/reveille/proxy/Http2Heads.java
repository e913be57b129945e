package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.reveille.config.GatewayConfig.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection of HTTP/2 on which the head of a request has begun and does not end in time, be it in one frame
 * or in many (RFC 9113, 6.10). Frames are followed by their lengths alone, and a timer is set only for a head that did
 * not come whole.
 */
final class Http2Heads extends ChannelInboundHandlerAdapter {
  private static final int FRAME_HEAD = 9;
  private static final int TYPE = 3;
  private static final int FLAGS = 4;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;

  private final Supplier<Proxy> settings;
  private final int[] fields = new int[FRAME_HEAD];
  private int known;
  private int rest;
  private boolean inHead;
  private boolean endsHead;
  private @Nullable ScheduledFuture<?> limit;

  /** @param before how many bytes come before the first frame */
  Http2Heads(Supplier<Proxy> settings, int before) {
    this.settings = settings;
    this.rest = before;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      follow(bytes);
    }
    context.fireChannelRead(message);
    if (inHead) {
      await(context);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  private void follow(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (rest > 0) {
        int skipped = Math.min(rest, end - at);
        rest -= skipped;
        at += skipped;
      } else {
        fields[known++] = bytes.getUnsignedByte(at++);
        if (known == FRAME_HEAD) {
          begin();
        }
      }
      if (rest == 0 && known == 0 && endsHead) {
        endsHead = false;
        inHead = false;
        forget();
      }
    }
  }

  private void begin() {
    known = 0;
    rest = (fields[0] << 16) | (fields[1] << 8) | fields[2];
    if (fields[TYPE] == HEADERS || fields[TYPE] == CONTINUATION) {
      inHead = true;
      endsHead = (fields[FLAGS] & END_HEADERS) != 0;
    }
  }

  private void await(ChannelHandlerContext context) {
    Duration longest = settings.get().requestHeadTimeout();
    if (limit == null && !longest.isZero()) {
      limit = context
          .executor()
          .schedule(() -> tooSlow(context), longest.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Nothing can be said to it: within a head there is no place for an answer. */
  private void tooSlow(ChannelHandlerContext context) {
    context.channel().close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  private void forget() {
    ScheduledFuture<?> set = limit;
    if (set != null) {
      set.cancel(false);
      limit = null;
    }
  }
}

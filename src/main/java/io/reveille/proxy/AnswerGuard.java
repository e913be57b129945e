package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees what an agent sends beyond its answers. Whatever lies unread in a connection would be taken for the answer to
 * the next request on it, which may be somebody else's.
 */
final class AnswerGuard {
  private static final String CODEC = "codec"; // as Vert.x calls it
  private static final int CONTINUE = 100;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int EARLY_HINTS = 103;
  private static final int FINAL = 200;
  private boolean reading;
  private boolean remains;
  private boolean switched;
  private int answers;
  private @Nullable Runnable whenRead;

  private AnswerGuard() {}

  /** @param connection as its own methods return it, not as it was handed out: that is a wrapper */
  static Optional<AnswerGuard> on(HttpConnection connection) {
    if (!(connection instanceof HttpClientConnectionInternal bare)) {
      throw new IllegalStateException("This version of Vert.x shows no channel: " + connection);
    }
    return on(bare.channelHandlerContext().pipeline());
  }

  static Optional<AnswerGuard> on(ChannelPipeline pipeline) {
    if (pipeline.get(CODEC) == null) {
      return Optional.empty(); // it has been closed already
    }
    AnswerGuard guard = new AnswerGuard();
    pipeline.addBefore(CODEC, "answerBytes", guard.new Bytes());
    pipeline.addAfter(CODEC, "answerHeads", guard.new Heads());
    return Optional.of(guard);
  }

  /** Whether as many answers have come as were asked for, and nothing else. */
  boolean clean(int asked) {
    return !remains && answers == asked;
  }

  /** Runs {@code action} as soon as all is decoded that has been read; false if that is so already. */
  boolean whenRead(Runnable action) {
    if (reading) {
      whenRead = action;
    }
    return reading;
  }

  /**
   * The decoder goes on reading in the very buffer that it was given, and appends to it what comes later. So whoever
   * keeps that buffer sees how far the decoder has come; what was given back may be somebody else's by now.
   */
  private final class Bytes extends ChannelInboundHandlerAdapter {
    private @Nullable ByteBuf unread;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!switched && message instanceof ByteBuf bytes) {
        read(context, bytes);
      } else {
        context.fireChannelRead(message);
      }
    }

    private void read(ChannelHandlerContext context, ByteBuf bytes) {
      ByteBuf decoded = unread == null ? bytes.retain() : unread;
      unread = null;
      reading = true;
      try {
        context.fireChannelRead(bytes);
      } finally {
        reading = false;
      }
      // what did not fit behind it lies in a copy by now, and this one stays as it was: that only
      // costs a connection
      remains = decoded.isReadable();
      if (remains && !switched && !context.isRemoved()) {
        unread = decoded;
      } else {
        decoded.release();
      }
      Runnable action = whenRead;
      if (action != null) {
        whenRead = null;
        action.run();
      }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      ByteBuf rest = unread;
      if (rest != null) {
        unread = null;
        rest.release();
      }
    }
  }

  private final class Heads extends ChannelInboundHandlerAdapter {
    private boolean dropping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpResponse answer) {
        dropping = readOver(answer);
        switched |= answer.status().code() == SWITCHING_PROTOCOLS;
      }
      if (dropping) {
        ReferenceCountUtil.release(message);
        return;
      }
      if (message instanceof HttpResponse answer
          && (answer.status().code() >= FINAL || answer.decoderResult().isFailure())) {
        answers++;
      }
      context.fireChannelRead(message);
    }

    /** An interim answer that Vert.x would take for the final one (RFC 9110, 15.2). */
    private boolean readOver(HttpResponse answer) {
      int status = answer.status().code();
      return answer.decoderResult().isSuccess()
          && status > CONTINUE
          && status < FINAL
          && status != SWITCHING_PROTOCOLS
          && status != EARLY_HINTS;
    }
  }
}

package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;
import java.lang.reflect.Field;
import java.util.Optional;

/**
 * Sees what an agent sends beyond its answers. Whatever lies unread in a connection would be taken for the answer to
 * the next request on it, which may be somebody else's.
 */
final class AnswerGuard {
  private static final String CODEC = "codec"; // as Vert.x calls it
  private static final int FINAL = 200;
  private static final Field ACTUAL = actual();
  private boolean remains;
  private int answers;

  private AnswerGuard() {}

  static Optional<AnswerGuard> on(HttpClientConnection connection) {
    ChannelPipeline pipeline = channel(connection).pipeline();
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

  /** Vert.x shows it nowhere; a version that hides it elsewhere fails at the first connection of the first test. */
  private static ChannelHandlerContext channel(HttpClientConnection connection) {
    try {
      return ((HttpClientConnectionInternal) ACTUAL.get(connection)).channelHandlerContext();
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException("Vert.x hides its connections", impossible);
    }
  }

  private static Field actual() {
    try {
      Field field = UnpooledHttpClientConnection.class.getDeclaredField("actual");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException other) {
      throw new IllegalStateException("This is not the version of Vert.x that is expected", other);
    }
  }

  private final class Bytes extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.fireChannelRead(message);
      // the decoder lets go of what it has read to its end
      remains = message instanceof ByteBuf bytes && bytes.refCnt() > 0 && bytes.isReadable();
    }
  }

  private final class Heads extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpResponse answer
          && (answer.status().code() >= FINAL || answer.decoderResult().isFailure())) {
        answers++;
      }
      context.fireChannelRead(message);
    }
  }
}

package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 as it is spoken with an agent: one exchange after the other, with no more objects than it takes. Vert.x makes
 * the connection and is told of its end, but the messages stay between here and Netty's codec: see
 * docs/performance.md for what that saves. As long as nothing has been asked here all passes, for Vert.x to ask instead.
 * Confined to its event loop.
 */
final class Http1Line extends ChannelInboundHandlerAdapter {
  private static final int CONTINUE = 100;
  private static final int EARLY_HINTS = 103;

  private final AnswerDecoder decoder;
  private final ChannelHandlerContext codec;
  private final ContextInternal loop;
  private final Handler<HttpObject> reader = this::read;
  private @Nullable Http1Request request;
  private @Nullable Http1Response response;
  private boolean used;
  private boolean awaited;
  private boolean interim;

  private Http1Line(AnswerDecoder decoder, ChannelHandlerContext codec, ContextInternal loop) {
    this.decoder = decoder;
    this.codec = codec;
    this.loop = loop;
  }

  /** Takes its place behind {@code decoder}, on a connection of {@code loop}. */
  static Http1Line behind(AnswerDecoder decoder, ChannelPipeline pipeline, ContextInternal loop) {
    ChannelHandlerContext codec = pipeline.context(AnswerDecoder.CODEC);
    Http1Line line = new Http1Line(decoder, codec, loop);
    pipeline.addAfter(AnswerDecoder.CODEC, null, line);
    return line;
  }

  /** The next one; the answer to the last one has been read to its end. */
  Http1Request request(HttpMethod method, String uri) {
    Http1Request next = new Http1Request(this, method, uri);
    forget();
    request = next;
    used = true;
    return next;
  }

  /** The head is sent next. {@code headOnly} if the answer has no body, whatever its head says of one. */
  void ask(boolean headOnly) {
    awaited = true;
    decoder.expect(headOnly);
    if (!channel().isActive()) {
      channel()
          .eventLoop()
          .execute(this::closed); // it has been told already, but not to this request
    }
  }

  /** Past the encoder, which has nothing to add. */
  Future<Void> send(ByteBuf bytes) {
    PromiseInternal<Void> written = loop.promise();
    codec.writeAndFlush(bytes).addListener(written);
    return written.future();
  }

  /** A fault is told as one of the connection. */
  @SuppressWarnings("FutureReturnValueIgnored") // it has none to look at
  void sendQuietly(ByteBuf bytes) {
    codec.writeAndFlush(bytes, codec.voidPromise());
  }

  Channel channel() {
    return codec.channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (used && message instanceof HttpObject part) {
      loop.dispatch(part, reader);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** What is sent from here has been flushed. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!used) {
      context.fireChannelReadComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Http1Request current = request;
    if (current != null && channel().isWritable()) {
      loop.dispatch(current, Http1Request::drained);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    loop.dispatch(fault, this::fail);
    context.fireExceptionCaught(fault);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closed();
    forget();
    context.fireChannelInactive();
  }

  private void closed() {
    loop.dispatch(new HttpClosedException("Connection was closed"), this::fail);
  }

  private void read(HttpObject part) {
    if (part.decoderResult().isFailure()) {
      ReferenceCountUtil.release(part);
      fail(part.decoderResult().cause());
      return;
    }
    if (part instanceof HttpResponse head) {
      begin(head);
    }
    if (part instanceof HttpContent piece) {
      goOn(piece);
    }
  }

  private void begin(HttpResponse head) {
    int status = head.status().code();
    Http1Request asked = request;
    interim = status == CONTINUE || status == EARLY_HINTS;
    if (!awaited || asked == null) {
      return; // more than was asked for: the decoder has counted it
    }
    if (status == EARLY_HINTS) {
      asked.hinted(Http1Inbound.readable(head.headers()));
    } else if (!spoken(head.protocolVersion())) {
      fail(new IllegalArgumentException(
          "Not a version that is spoken here: " + head.protocolVersion()));
    } else if (!interim) {
      awaited = false;
      Http1Response begun = new Http1Response(channel(), head);
      response = begun;
      asked.answered(begun);
    }
  }

  private static boolean spoken(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }

  private void goOn(HttpContent piece) {
    Http1Response current = response;
    boolean last = piece instanceof LastHttpContent;
    if (interim || current == null) {
      interim &= !last;
      piece.release();
      return;
    }
    if (last) {
      response = null;
      finish();
    }
    current.take(piece);
  }

  /** A connection that waits for its next exchange keeps nothing of the last one in memory. */
  private void finish() {
    Http1Request asked = request;
    if (asked != null && asked.whole()) {
      request = null;
    }
  }

  /** A request that was not sent is not sent any more. */
  private void forget() {
    Http1Request unsent = request;
    if (unsent != null) {
      unsent.discard();
    }
  }

  private void fail(Throwable fault) {
    Http1Request asked = request;
    Http1Response begun = response;
    response = null;
    if (awaited && asked != null) {
      awaited = false;
      asked.broken(fault);
    } else if (begun != null) {
      begun.broken(fault);
    }
  }
}

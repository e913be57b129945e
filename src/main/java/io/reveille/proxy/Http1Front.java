package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 as it is spoken with a client: one exchange after the other, with no more objects than it takes. Vert.x has
 * accepted the connection and is told of its end, but the messages stay between here and the codec: see
 * docs/performance.md for what that saves. Whoever asks for a WebSocket is left to Vert.x, with all that comes behind it.
 * Confined to the event loop of its connection.
 */
final class Http1Front extends ChannelInboundHandlerAdapter {
  /** Its place in the pipeline. */
  static final String NAME = "front";

  // both as Vert.x calls them
  private static final String DECODER = "httpDecoder";
  private static final String CONNECTION = "handler";

  private final ContextInternal loop;
  private final Handler<ClientRequest> handler;
  private final BiConsumer<ClientRequest, Throwable> invalid;
  private final Handler<Object> reader = this::read;
  private final Deque<Object> waiting = new ArrayDeque<>(0);
  private @Nullable ChannelHandlerContext here;
  private @Nullable ChannelHandlerContext codec;
  private @Nullable Http1ClientRequest current;
  private boolean inBody;
  private boolean ending;
  private boolean closing;

  Http1Front(
      ContextInternal loop,
      Handler<ClientRequest> handler,
      BiConsumer<ClientRequest, Throwable> invalid) {
    this.loop = loop;
    this.handler = handler;
    this.invalid = invalid;
  }

  /**
   * Serves the client of {@code connection}, if it speaks HTTP/1.1.
   *
   * @param invalid is given what is no request, and why
   */
  static void serve(
      HttpConnection connection,
      Handler<ClientRequest> handler,
      BiConsumer<ClientRequest, Throwable> invalid) {
    if (connection instanceof Http1xServerConnection server) {
      Http1Front front = new Http1Front(server.context(), handler, invalid);
      server.channelHandlerContext().pipeline().addBefore(CONNECTION, NAME, front);
    }
  }

  Channel channel() {
    return here().channel();
  }

  /** @param watched whether anybody looks at the future: else it completes before anything is sent */
  @SuppressWarnings("FutureReturnValueIgnored") // a fault is told as one of the connection
  Future<Void> send(ByteBuf bytes, boolean watched) {
    if (!channel().isActive()) {
      bytes.release();
      return Future.failedFuture(new HttpClosedException("The client has gone"));
    }
    ChannelHandlerContext out = codec();
    if (!watched) {
      out.writeAndFlush(bytes, out.voidPromise());
      return Future.succeededFuture();
    }
    PromiseInternal<Void> written = loop.promise();
    out.writeAndFlush(bytes).addListener(written);
    return written.future();
  }

  /** Nothing more is sent. */
  void close() {
    if (!closing) {
      closing = true;
      drop();
      here().close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    here = context;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (ending || closing) {
      ReferenceCountUtil.release(message);
    } else if (busy()) {
      waiting.add(message);
      context.channel().config().setAutoRead(false);
    } else {
      loop.dispatch(message, reader);
    }
  }

  /** What is sent from here has been flushed. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {}

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    Http1ClientRequest request = current;
    if (request != null && channel().isWritable()) {
      loop.dispatch(request.response(), Http1ClientResponse::drained);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    drop();
    Http1ClientRequest request = current;
    current = null;
    if (request != null) {
      loop.dispatch(request, Http1Front::gone);
    }
    context.fireChannelInactive();
  }

  private static void gone(Http1ClientRequest request) {
    request.broken(new HttpClosedException("The client has gone"));
    request.response().gone();
  }

  /** Answers go out in the order of their requests (RFC 9112, 9.3.2), which are served one at a time. */
  private boolean busy() {
    return !waiting.isEmpty() || (current != null && !inBody);
  }

  private void read(Object message) {
    if (message instanceof HttpRequest head) {
      begin(head);
    } else if (message instanceof HttpContent piece) {
      goOn(piece);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(HttpRequest head) {
    Http1ClientRequest request = new Http1ClientRequest(this, head);
    boolean valid = head.decoderResult().isSuccess();
    if (valid && Handshake.isWanted(request)) {
      handOver(head);
      return;
    }
    current = request;
    inBody = valid;
    if (valid) {
      handler.handle(request);
    } else {
      invalid.accept(request, head.decoderResult().cause());
    }
  }

  private void goOn(HttpContent piece) {
    Http1ClientRequest request = current;
    if (request == null) {
      piece.release();
    } else if (piece.decoderResult().isFailure()) {
      piece.release();
      spoil(request, piece.decoderResult().cause());
    } else {
      inBody = !(piece instanceof LastHttpContent);
      request.take(piece);
      proceed();
    }
  }

  /** The rest of its body cannot be told from what follows. */
  private void spoil(Http1ClientRequest request, Throwable cause) {
    inBody = false;
    ending = true;
    request.broken(cause);
    if (request.response().ended()) {
      proceed();
    } else {
      close();
    }
  }

  /** On to the next request, if this one is in and its answer handed over. */
  void proceed() {
    Http1ClientRequest request = current;
    if (request == null || inBody || !request.response().ended()) {
      return;
    }
    current = null;
    if (request.response().last() || ending) {
      closeBehind();
    } else if (!waiting.isEmpty()) {
      channel().eventLoop().execute(this::next); // whoever answered may have more to do
    }
  }

  private void next() {
    while (!waiting.isEmpty() && (current == null || inBody) && !ending) {
      loop.dispatch(waiting.remove(), reader);
    }
    Http1ClientRequest request = current;
    boolean stopped = request != null && request.stopped();
    if (waiting.isEmpty() && !stopped) {
      channel().config().setAutoRead(true);
    }
  }

  private void handOver(HttpRequest handshake) {
    ChannelHandlerContext context = here();
    context.pipeline().remove(this);
    context.fireChannelRead(handshake);
    while (!waiting.isEmpty()) {
      context.fireChannelRead(waiting.remove());
    }
    context.fireChannelReadComplete();
  }

  private void closeBehind() {
    ending = true;
    codec().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> close());
  }

  private void drop() {
    while (!waiting.isEmpty()) {
      ReferenceCountUtil.release(waiting.remove());
    }
  }

  private ChannelHandlerContext here() {
    return Objects.requireNonNull(here, "not in a pipeline yet");
  }

  /** What stands behind the encoder, which has nothing to add. */
  private ChannelHandlerContext codec() {
    ChannelHandlerContext known = codec;
    if (known == null) {
      known = here().pipeline().context(DECODER);
      codec = known;
    }
    return known;
  }
}

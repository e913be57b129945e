package io.reveille.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the decoder of HTTP/1.1 and everything else. After the first thing that is no request nothing of the
 * connection is looked at any more: whoever sent it may mean something else by the rest than Reveille would.
 */
final class RequestGuard extends ChannelDuplexHandler {
  private static final long LINGER_MILLIS = 1_000;
  private static final String CLEAR_TEXT_HTTP2 = "h2c";
  private boolean inBody;
  private boolean refused;

  /** Whether there is more to come of the body of the request that came last. */
  static boolean inBody(ChannelPipeline pipeline) {
    RequestGuard guard = pipeline.get(RequestGuard.class);
    return guard != null && guard.inBody && !guard.refused;
  }

  /** Every request that came is whole, and their connection is one of HTTP still; with TLS there is no half of an end. */
  static boolean awaitsOnlyAnswers(ChannelPipeline pipeline) {
    RequestGuard guard = pipeline.get(RequestGuard.class);
    return guard != null
        && !guard.inBody
        && !guard.refused
        && pipeline.get(RequestDecoder.class) != null
        && pipeline.get(SslHandler.class) == null;
  }

  /** What is missing of that body is not waited for any longer. */
  static void giveUp(ChannelPipeline pipeline) {
    ChannelHandlerContext here = pipeline.context(RequestGuard.class);
    if (here != null && here.handler() instanceof RequestGuard guard && !guard.refused) {
      guard.refused = true;
      HttpContent end = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
      end.setDecoderResult(failure(BadRequest.tooSlow()));
      here.fireChannelRead(end).fireChannelReadComplete();
    }
  }

  /** The answer that is sent now is the last of this connection, and whatever else comes over it is not looked at. */
  static void ignoreTheRest(Channel connection) {
    RequestGuard guard = connection.pipeline().get(RequestGuard.class);
    if (guard != null) {
      guard.refused = true;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request) {
      inBody = true;
      context.fireChannelRead(checked(request));
    } else {
      if (message instanceof LastHttpContent) {
        inBody = false;
      }
      if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
        refused = true;
        content.setDecoderResult(
            failure(BadRequest.malformed("The chunks of its body break RFC 9112")));
      }
      context.fireChannelRead(message);
    }
  }

  /** Its answer must not be lost to a reset, which a close with unread bytes in the socket would send (RFC 9112, 9.6). */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
    context.flush();
    boolean lingers = refused
        && context.channel().isActive()
        && context.channel() instanceof DuplexChannel
        && context.pipeline().get(SslHandler.class) == null;
    if (lingers) {
      linger(context, promise);
    } else {
      super.close(context, promise);
    }
  }

  private static void linger(ChannelHandlerContext context, ChannelPromise promise) {
    context.channel().config().setAutoRead(true);
    Runnable close = () -> context.close(promise).addListener(RequestGuard::tellNobody);
    ((DuplexChannel) context.channel())
        .shutdownOutput()
        .addListener(told -> context
            .executor()
            .schedule(close, LINGER_MILLIS, TimeUnit.MILLISECONDS)
            .addListener(RequestGuard::tellNobody));
  }

  /** A connection that could not even be closed is one that the client has closed already. */
  private static void tellNobody(Future<?> closed) {}

  private Object checked(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return refuse(request, request.decoderResult().cause());
    }
    try {
      WellFormed.check(request);
      stayWithHttp1(request.headers());
      return request;
    } catch (BadRequest bad) {
      return refuse(request, bad);
    }
  }

  /** Vert.x would switch to HTTP/2 if it is asked to, with a request that nobody has checked (RFC 9113, 3.1). */
  private static void stayWithHttp1(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.UPGRADE, CLEAR_TEXT_HTTP2, true)) {
      headers.remove(HttpHeaderNames.UPGRADE);
    }
  }

  /** In its place goes one that says why, so that it is answered in its turn. */
  private HttpRequest refuse(HttpRequest request, Throwable cause) {
    refused = true;
    HttpMethod method = request.decoderResult().isFailure() ? HttpMethod.GET : request.method();
    ReferenceCountUtil.release(request);
    HttpRequest bad = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/");
    bad.setDecoderResult(failure(cause));
    return bad;
  }

  private static DecoderResult failure(Throwable cause) {
    return DecoderResult.failure(BadRequest.of(cause));
  }
}

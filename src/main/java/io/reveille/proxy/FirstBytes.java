package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import io.reveille.config.GatewayConfig.Proxy;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Finds out which protocol a client speaks and puts Reveille's own checks in their place before Vert.x sees a byte of
 * it: Vert.x shows a connection only with its first request, and by then it has taken the request apart, and even
 * changed the protocol if the request asks for that. With TLS it waits for what is inside.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
  private static final String TLS = "ssl"; // this name and the next ones as Vert.x calls them
  private static final String DECODER = "httpDecoder";
  private static final String ENCODER = "httpEncoder";
  private static final String CONNECTION = "handler";
  private static final byte[] PREFACE =
      Http1xOrH2CHandler.HTTP_2_PREFACE.getBytes(StandardCharsets.US_ASCII);

  /** For Vert.x, in place of what was sent: no preface of HTTP/2 begins with it. */
  private static final byte[] OTHER = {'-'};

  private final Supplier<Proxy> settings;
  private final HttpServerOptions limits;
  private int matched;

  FirstBytes(Supplier<Proxy> settings, HttpServerOptions limits) {
    this.settings = settings;
    this.limits = limits;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ChannelPipeline pipeline = context.pipeline();
    if (pipeline.get(TLS) != null && pipeline.get(DECODER) == null && !http2(pipeline)) {
      pipeline.addAfter(TLS, null, new FirstBytes(settings, limits));
      pipeline.remove(this);
      context.fireChannelRead(message);
    } else if (message instanceof ByteBuf bytes && pipeline.get(Http1xOrH2CHandler.class) != null) {
      compare(context, bytes);
    } else {
      guard(pipeline, PREFACE.length);
      pipeline.remove(this);
      context.fireChannelRead(message);
    }
  }

  private static boolean http2(ChannelPipeline pipeline) {
    return pipeline.get(Http2ConnectionHandler.class) != null;
  }

  private void compare(ChannelHandlerContext context, ByteBuf bytes) {
    while (bytes.isReadable()
        && matched < PREFACE.length
        && bytes.getByte(bytes.readerIndex()) == PREFACE[matched]) {
      bytes.skipBytes(1);
      matched++;
    }
    if (matched == PREFACE.length) {
      context.fireChannelRead(Unpooled.wrappedBuffer(PREFACE));
      begin(context, bytes, 0);
    } else if (bytes.isReadable()) {
      context.fireChannelRead(Unpooled.wrappedBuffer(OTHER));
      begin(context, bytes, matched);
    } else {
      bytes.release(); // all of it may still be a preface
    }
  }

  /** Vert.x has made up its mind. */
  private void begin(ChannelHandlerContext context, ByteBuf rest, int before) {
    guard(context.pipeline(), 0);
    context.pipeline().remove(this);
    if (before > 0) {
      context.fireChannelRead(Unpooled.copiedBuffer(PREFACE, 0, before));
    }
    context.fireChannelRead(rest);
  }

  private void guard(ChannelPipeline pipeline, int preface) {
    if (http2(pipeline)) {
      pipeline.addBefore(CONNECTION, null, new Http2Heads(settings, preface));
    } else if (pipeline.get(DECODER) != null) {
      // the byte that was no preface goes out of the old decoder when it is removed
      Sink sink = new Sink();
      pipeline.addAfter(DECODER, null, sink);
      pipeline.remove(DECODER);
      pipeline.addAfter(ENCODER, null, new RequestGuard());
      pipeline.replace(sink, DECODER, new RequestDecoder(limits));
      FileWriter.remove(pipeline);
    }
  }

  /** Lets nothing through. */
  private static final class Sink extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }
  }
}

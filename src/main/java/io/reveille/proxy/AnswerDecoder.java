package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Netty's decoder of answers, and what that one keeps to itself: whether an agent sends more than was asked for. Whatever
 * lies unread in a connection would be taken for the answer to the next request on it, which may be somebody else's.
 */
final class AnswerDecoder extends HttpResponseDecoder {
  static final String CODEC = "codec"; // as Vert.x calls it
  private static final int CONTINUE = 100;
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int EARLY_HINTS = 103;
  private static final int FINAL = 200;
  private static final HttpHeadersFactory HEADERS = new CheckedHeaders();
  private boolean headOnly;
  private boolean reading;
  private boolean dropping;
  private boolean remains;
  private boolean interim;
  private int asked;
  private int answers;
  private @Nullable Runnable whenRead;

  private AnswerDecoder(HttpClientOptions limits) {
    super(new HttpDecoderConfig()
        .setMaxInitialLineLength(limits.getMaxInitialLineLength())
        .setMaxHeaderSize(limits.getMaxHeaderSize())
        .setMaxChunkSize(limits.getMaxChunkSize())
        .setHeadersFactory(HEADERS)
        .setTrailersFactory(HEADERS));
  }

  /**
   * What has the channel.
   *
   * @param connection as its own methods return it, not as it was handed out: that is a wrapper
   */
  static HttpClientConnectionInternal bare(HttpConnection connection) {
    if (connection instanceof HttpClientConnectionInternal bare) {
      return bare;
    }
    throw new IllegalStateException("This version of Vert.x shows no channel: " + connection);
  }

  /**
   * Takes the place of the decoder that Vert.x has made.
   *
   * @return nothing if it is not a connection of HTTP/1.1, or closed already
   */
  static Optional<AnswerDecoder> on(ChannelPipeline pipeline, HttpClientOptions limits) {
    if (pipeline.get(CODEC) == null) {
      return Optional.empty();
    }
    AnswerDecoder decoder = new AnswerDecoder(limits);
    pipeline.replace(
        CODEC, CODEC, new CombinedChannelDuplexHandler<>(decoder, decoder.new Questions()));
    FileWriter.remove(pipeline);
    return Optional.of(decoder);
  }

  /** @param head whether by HEAD, so that the answer ends with its head */
  void expect(boolean head) {
    headOnly = head;
    asked++;
  }

  /** Whether as many answers have come as were asked for, and nothing else. */
  boolean clean() {
    return !remains && answers == asked;
  }

  /** Runs {@code action} as soon as all is decoded that has been read; false if that is so already. */
  boolean whenRead(Runnable action) {
    if (reading) {
      whenRead = action;
    }
    return reading;
  }

  /** Nothing is expected of an agent that has answered, be it half a head: whoever speaks all the same has to go. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (answers == asked) {
      ReferenceCountUtil.release(message);
      context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
      return;
    }
    reading = true;
    try {
      super.channelRead(context, message);
    } finally {
      reading = false;
    }
    Runnable action = whenRead;
    if (action != null) {
      whenRead = null;
      action.run();
    }
  }

  /** One step: whole lines of a head, or a piece of a body. What it finds comes behind what is in {@code out} already. */
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    int known = out.size();
    super.decode(context, in, out);
    remains = in.isReadable();
    int found = known;
    while (found < out.size()) {
      if (follow(out.get(found))) {
        found++;
      } else {
        ReferenceCountUtil.release(out.remove(found));
      }
    }
  }

  /** Whether it is passed on: an interim answer is not that Vert.x would take for the final one (RFC 9110, 15.2). */
  private boolean follow(Object found) {
    if (found instanceof HttpResponse answer) {
      int status = answer.status().code();
      boolean whole = answer.decoderResult().isSuccess();
      dropping = whole
          && status > CONTINUE
          && status < FINAL
          && status != SWITCHING_PROTOCOLS
          && status != EARLY_HINTS;
      interim = whole && status < FINAL;
    }
    boolean passed = !dropping;
    if (found instanceof LastHttpContent) {
      dropping = false;
      if (!interim) {
        answers++;
      }
    }
    return passed;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage answer) {
    boolean last = ((HttpResponse) answer).status().code() >= FINAL;
    return (headOnly && last) || super.isContentAlwaysEmpty(answer);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    AsciiString common = CommonNames.of(line, start, length);
    return common == null ? super.splitHeaderName(line, start, length) : common;
  }

  /** Of Vert.x' kind, which need not be wrapped for it. */
  private static final class CheckedHeaders implements HttpHeadersFactory {
    @Override
    public HttpHeaders newHeaders() {
      return HeadersMultiMap.httpHeaders(FieldRules::check);
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
      return newHeaders();
    }
  }

  /** Requests on their way out: one at a time, so the last one is what is answered next. */
  private final class Questions extends HttpRequestEncoder {
    @Override
    protected void encode(ChannelHandlerContext context, Object message, List<Object> out)
        throws Exception {
      if (message instanceof HttpRequest request) {
        expect(request.method().equals(HttpMethod.HEAD));
      }
      super.encode(context, message, out);
    }
  }
}

package io.reveille.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The question whether a client is still there, which TCP answers only when something is sent. A client of HTTP/1.1
 * reads over these (RFC 9110, 15.2.1), but some, as Go's, give up after five interim answers: one is left for the 100
 * that a client may have asked for. Who has gone lets it come back as a reset, and the connection ends. Only for a
 * client whose answer has not begun. Confined to the event loop of its connection.
 */
final class StillThere {
  private static final AttributeKey<StillThere> KEY =
      AttributeKey.valueOf(StillThere.class, "question");
  private static final String QUESTION = "HTTP/1.1 100 Continue\r\n\r\n";
  private static final int MOST = 4;
  private final Channel client;
  private int asked;
  private long sinceNanos;

  private StillThere(Channel client) {
    this.client = client;
    this.sinceNanos = now();
  }

  static StillThere of(Channel client) {
    StillThere known = client.attr(KEY).get();
    if (known != null) {
      return known;
    }
    StillThere made = new StillThere(client);
    client.attr(KEY).set(made);
    return made;
  }

  /** The client waits for the answer to another request. */
  void begin() {
    asked = 0;
    sinceNanos = now();
  }

  /** Whether it has been asked as often as a client may be. */
  boolean spent() {
    return asked == MOST;
  }

  /** Asks, if it is time: one second after the request, then after two, four and eight more. */
  void ask() {
    ChannelHandlerContext behindTls = client.pipeline().context(RequestDecoder.class);
    boolean due = !spent() && now() - sinceNanos >= TimeUnit.SECONDS.toNanos(1L << asked);
    // what is not sent yet may be the end of an earlier answer, and nothing may come in between
    if (due && behindTls != null && client.isWritable()) {
      asked++;
      sinceNanos = now();
      behindTls
          .writeAndFlush(Unpooled.copiedBuffer(QUESTION, StandardCharsets.US_ASCII))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
  }

  private long now() {
    return client.eventLoop().ticker().nanoTime();
  }
}

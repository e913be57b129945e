package io.reveille.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;

/**
 * The question whether a client is still there, which TCP answers only when something is sent. A client of HTTP/1.1
 * reads over any number of these (RFC 9110, 15.2.1); of other interim answers some do not know that. Who has gone lets
 * it come back as a reset, and the connection ends. Only for a client whose answer has not begun.
 */
final class StillThere {
  private static final String QUESTION = "HTTP/1.1 100 Continue\r\n\r\n";

  private StillThere() {}

  static void ask(Channel client) {
    ChannelHandlerContext behindTls = client.pipeline().context(RequestDecoder.class);
    // what is not sent yet may be the end of an earlier answer, and nothing may come in between
    if (behindTls != null && client.isWritable()) {
      behindTls
          .writeAndFlush(Unpooled.copiedBuffer(QUESTION, StandardCharsets.US_ASCII))
          .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
  }
}

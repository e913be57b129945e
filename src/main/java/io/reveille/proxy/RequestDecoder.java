package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * The decoder of Vert.x, and what it hides: it joins a folded line of a head to the line in front of it, where another
 * server may see a header of its own (RFC 9112, 5.2). Of the bytes of a head only the one behind each line is looked at.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
  private static final byte SPACE = ' ';
  private static final byte TAB = '\t';
  private boolean inBody;
  private boolean inHead;
  private boolean folded;

  RequestDecoder(HttpServerOptions limits) {
    super(limits);
  }

  /** One step: whole lines of a head, or a piece of a body. What it finds comes behind what is in {@code out} already. */
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    boolean head = !inBody;
    int from = in.readerIndex();
    int known = out.size();
    super.decode(context, in, out);
    if (head) {
      folded |= foldedIn(in, from, in.readerIndex());
      inHead |= in.readerIndex() > from;
    }
    for (int found = known; found < out.size(); found++) {
      follow(out.get(found));
    }
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    AsciiString common = CommonNames.of(line, start, length);
    return common == null ? super.splitHeaderName(line, start, length) : common;
  }

  private boolean foldedIn(ByteBuf in, int from, int to) {
    if (inHead && from < to && blank(in.getByte(from))) {
      return true;
    }
    int end = in.indexOf(from, to, HttpConstants.LF);
    while (end >= 0 && end + 1 < to) {
      if (blank(in.getByte(end + 1))) {
        return true;
      }
      end = in.indexOf(end + 1, to, HttpConstants.LF);
    }
    return false;
  }

  private void follow(Object found) {
    if (found instanceof HttpRequest request) {
      if (folded && request.decoderResult().isSuccess()) {
        request.setDecoderResult(
            DecoderResult.failure(BadRequest.malformed("One of its headers is folded")));
      }
      inBody = true;
      inHead = false;
      folded = false;
    }
    if (found instanceof LastHttpContent) {
      inBody = false;
    }
  }

  private static boolean blank(byte next) {
    return next == SPACE || next == TAB;
  }
}

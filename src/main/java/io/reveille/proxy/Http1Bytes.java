package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;

/** How the body of a message of HTTP/1.1 is written (RFC 9112, 7). */
final class Http1Bytes {
  private static final int CRLF = '\r' << Byte.SIZE | '\n';
  private static final AsciiString LAST_CHUNK = AsciiString.cached("0\r\n\r\n");

  private Http1Bytes() {}

  static ByteBuf plain(Buffer piece) {
    return ((BufferInternal) piece).getByteBuf();
  }

  /** Section 7.1; an empty one would be the last. */
  static ByteBuf chunk(Buffer piece) {
    if (piece.length() == 0) {
      return Unpooled.EMPTY_BUFFER;
    }
    byte[] size =
        (Integer.toHexString(piece.length()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return Unpooled.wrappedBuffer(
        Unpooled.wrappedBuffer(size), plain(piece), Unpooled.copyShort(CRLF));
  }

  /** The one behind which nothing comes. */
  static ByteBuf lastChunk() {
    return Unpooled.wrappedBuffer(LAST_CHUNK.array());
  }
}

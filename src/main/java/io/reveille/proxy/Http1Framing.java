package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * How a client of HTTP/1.1 learns where an answer ends (RFC 9112, 6): by its length if that is known, else from its
 * chunks, else, with HTTP/1.0, from the end of the connection.
 */
final class Http1Framing {
  /** Nobody knows yet how long the body will be. */
  static final long UNKNOWN = -1;

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final boolean bodiless;
  private boolean chunked;
  private boolean last;

  /**
   * Says so in {@code headers}.
   *
   * @param length of the body, or {@link #UNKNOWN}
   * @param last whether the connection is to end behind the answer
   */
  Http1Framing(ClientRequest request, int status, MultiMap headers, long length, boolean last) {
    this.bodiless =
        request.method().equals(HttpMethod.HEAD) || status == NO_CONTENT || status == NOT_MODIFIED;
    this.last = last || headers.contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
    if (status == NO_CONTENT) {
      headers.remove(HttpHeaders.CONTENT_LENGTH);
    } else if (!bodiless && !headers.contains(HttpHeaders.CONTENT_LENGTH)) {
      tellEnd(request.version(), headers, length);
    }
    tellWhatBecomesOfTheConnection(request.version(), headers);
  }

  /** The connection ends behind it. */
  boolean last() {
    return last;
  }

  /** The next piece, as it goes out: nothing where there is no body, whatever somebody says. */
  ByteBuf body(Buffer piece) {
    if (bodiless) {
      return Unpooled.EMPTY_BUFFER;
    }
    return chunked ? Http1Bytes.chunk(piece) : Http1Bytes.plain(piece);
  }

  /** What comes behind the last piece. */
  ByteBuf tail(@Nullable MultiMap trailers, ByteBufAllocator pool) {
    if (!chunked) {
      return Unpooled.EMPTY_BUFFER;
    }
    if (trailers == null) {
      return Http1Bytes.lastChunk();
    }
    HeadWriter fields = HeadWriter.take().text("0").endLine();
    trailers.forEach(fields::field);
    return fields.endLine().toBuffer(pool);
  }

  private void tellEnd(HttpVersion version, MultiMap headers, long length) {
    if (length != UNKNOWN) {
      headers.set(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
    } else if (version == HttpVersion.HTTP_1_1) {
      chunked = true;
      headers.set(HttpHeaders.TRANSFER_ENCODING, "chunked");
    } else {
      last = true;
    }
  }

  /** RFC 9112, 9.3; a client of HTTP/1.0 has to be told if it goes on, any other if it does not. */
  private void tellWhatBecomesOfTheConnection(HttpVersion version, MultiMap headers) {
    if (last) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    } else if (version == HttpVersion.HTTP_1_0) {
      headers.set(HttpHeaders.CONNECTION, HttpHeaders.KEEP_ALIVE);
    }
  }
}

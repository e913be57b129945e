package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes as fast as the slower side takes them. When the length is known the last chunk goes out with the end, in
 * one piece: an answer of one chunk is one write. When to end is the business of whoever made it.
 */
final class Flow implements Handler<Buffer> {
  /**
   * What is read at once is passed on at once: Netty reads up to so much, and its decoders would cut that into pieces of
   * 8 KB, each a write of its own.
   */
  static final int PIECE = 65_536;

  /** The end comes when it comes. */
  static final long UNKNOWN = -1;

  private final ReadStream<Buffer> from;
  private final WriteStream<Buffer> to;
  private final Consumer<Buffer> seen;
  private long missing = UNKNOWN;
  private @Nullable Buffer last;

  Flow(ReadStream<Buffer> from, WriteStream<Buffer> to, Consumer<Buffer> seen) {
    this.from = from;
    this.to = to;
    this.seen = seen;
  }

  /** What is announced of a message and its decoder sees to. With HTTP/2 something may come behind the last byte. */
  static long length(MultiMap headers, HttpVersion version) {
    String announced =
        version == HttpVersion.HTTP_2 ? null : headers.get(HttpHeaders.CONTENT_LENGTH);
    return announced == null ? UNKNOWN : Long.parseLong(announced);
  }

  /** Bytes that will come, or {@link #UNKNOWN}. */
  Flow ofLength(long bytes) {
    missing = bytes;
    return this;
  }

  void begin() {
    from.handler(this);
  }

  /** Everything has come. */
  Future<Void> end() {
    Buffer rest = last;
    return rest == null ? to.end() : to.end(rest);
  }

  /** The next piece. */
  @Override
  public void handle(Buffer chunk) {
    seen.accept(chunk);
    if (missing == chunk.length()) {
      last = chunk;
      return;
    }
    if (missing != UNKNOWN) {
      missing -= chunk.length();
    }
    to.write(chunk);
    if (to.writeQueueFull()) {
      to.drainHandler(room -> from.resume());
      from.pause();
    }
  }
}

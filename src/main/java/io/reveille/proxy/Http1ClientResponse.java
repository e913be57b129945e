package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An answer of HTTP/1.1 to a client. What needs no more than its head and a small body goes out in one piece. */
final class Http1ClientResponse extends Http1Outbound implements ClientResponse {
  private static final int OK = 200;

  /** A body up to this size goes out in the buffer of its head. */
  private static final int SMALL = 2_048;

  private static final AsciiString USUAL_LINE = AsciiString.cached("HTTP/1.1 200 OK\r\n");
  private static final AsciiString CONTINUE = AsciiString.cached("HTTP/1.1 100 Continue\r\n\r\n");
  private static final AsciiString HINTS = AsciiString.cached("HTTP/1.1 103 Early Hints\r\n");

  private final Http1Front front;
  private final Http1ClientRequest request;
  private @Nullable HeadersMultiMap headers;
  private @Nullable HeadersMultiMap trailers;
  private @Nullable Runnable whenGone;
  private @Nullable Runnable whenEnded;
  private @Nullable String reason;
  private @Nullable Http1Framing framing;
  private int status = OK;
  private long bytesWritten;
  private boolean last;
  private boolean ended;

  /** @param keepAlive whether the client may send another request behind this one */
  Http1ClientResponse(Http1Front front, Http1ClientRequest request, boolean keepAlive) {
    this.front = front;
    this.request = request;
    this.last = !keepAlive;
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public Http1ClientResponse setStatus(int next) {
    status = next;
    return this;
  }

  @Override
  public Http1ClientResponse setReason(String next) {
    if (!next.equals("OK")) {
      FieldRules.checkWords(next);
    }
    reason = next;
    return this;
  }

  @Override
  public MultiMap headers() {
    HeadersMultiMap known = headers;
    if (known == null) {
      known = checked();
      headers = known;
    }
    return known;
  }

  @Override
  public MultiMap trailers() {
    HeadersMultiMap known = trailers;
    if (known == null) {
      known = checked();
      trailers = known;
    }
    return known;
  }

  @Override
  public boolean headWritten() {
    return framing != null;
  }

  @Override
  public Future<Void> writeHead() {
    return front.send(head(Http1Framing.UNKNOWN), false);
  }

  @Override
  public void writeContinue() {
    front.send(Unpooled.wrappedBuffer(CONTINUE.array()), false);
  }

  @Override
  public Future<Void> hint(MultiMap hints) {
    hints.forEach(FieldRules::check);
    HeadWriter head = HeadWriter.take().text(HINTS);
    hints.forEach(head::field);
    return front.send(head.endLine().toBuffer(pool()), false);
  }

  @Override
  public Future<Void> write(Buffer piece) {
    stillOpen();
    Http1Framing known = framing;
    if (known != null) {
      return front.send(body(known, piece), false);
    }
    ByteBuf head = head(Http1Framing.UNKNOWN);
    return front.send(Unpooled.wrappedBuffer(head, body(framed(), piece)), false);
  }

  @Override
  public Future<Void> end() {
    stillOpen();
    Http1Framing known = framing;
    return finish(known == null ? head(0) : known.tail(trailers, pool()));
  }

  @Override
  public Future<Void> end(Buffer piece) {
    stillOpen();
    Http1Framing known = framing;
    if (known != null) {
      return finish(Unpooled.wrappedBuffer(body(known, piece), known.tail(trailers, pool())));
    }
    HeadWriter head = compose(piece.length());
    ByteBuf body = body(framed(), piece);
    if (body.readableBytes() > SMALL) {
      return finish(Unpooled.wrappedBuffer(head.toBuffer(pool()), body));
    }
    return finish(head.bytes(body).toBuffer(pool()));
  }

  @Override
  public void cut() {
    front.close();
  }

  @Override
  public long bytesWritten() {
    return bytesWritten;
  }

  /** {@link #whenGone} is told of all that can happen to it. */
  @Override
  public Http1ClientResponse exceptionHandler(@Nullable Handler<Throwable> handler) {
    return this;
  }

  @Override
  public void whenGone(Runnable action) {
    whenGone = action;
  }

  @Override
  public void whenEnded(Runnable action) {
    whenEnded = action;
  }

  @Override
  Channel channel() {
    return front.channel();
  }

  boolean ended() {
    return ended;
  }

  /** The connection ends behind it. */
  boolean last() {
    return last;
  }

  /** There is nobody any more to whom it could be sent. */
  void gone() {
    Runnable action = whenGone;
    if (!ended && action != null) {
      whenGone = null;
      action.run();
    }
  }

  /** What came behind its end would be taken for the answer to the next request. */
  private void stillOpen() {
    if (ended) {
      throw new IllegalStateException("The answer has ended");
    }
  }

  private Future<Void> finish(ByteBuf bytes) {
    ended = true;
    Future<Void> sent = front.send(bytes, last);
    Runnable action = whenEnded;
    if (action != null) {
      action.run();
    }
    front.proceed();
    return sent;
  }

  private ByteBuf body(Http1Framing known, Buffer piece) {
    ByteBuf bytes = known.body(piece);
    bytesWritten += bytes.readableBytes();
    return bytes;
  }

  private Http1Framing framed() {
    return Objects.requireNonNull(framing, "no head yet");
  }

  private ByteBuf head(long length) {
    return compose(length).toBuffer(pool());
  }

  /** @param length of the body that is sent with it, or {@link Http1Framing#UNKNOWN} */
  private HeadWriter compose(long length) {
    MultiMap fields = headers();
    Http1Framing known = new Http1Framing(request, status, fields, length, last);
    framing = known;
    last = known.last();
    HeadWriter head = HeadWriter.take();
    line(head);
    fields.forEach(head::field);
    return head.endLine();
  }

  private void line(HeadWriter head) {
    boolean http11 = request.version() == HttpVersion.HTTP_1_1;
    String words = reason == null ? HttpResponseStatus.valueOf(status).reasonPhrase() : reason;
    if (http11 && status == OK && words.equals("OK")) {
      head.text(USUAL_LINE);
      return;
    }
    head.text(http11 ? "HTTP/1.1 " : "HTTP/1.0 ").text(Integer.toString(status));
    head.text(" ").text(words).endLine();
  }

  private ByteBufAllocator pool() {
    return channel().alloc();
  }

  private static HeadersMultiMap checked() {
    return HeadersMultiMap.httpHeaders(FieldRules::check);
  }
}

package io.reveille.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 to an agent. Its head is written where it is sent from (RFC 9112, 3 and 5), with Reveille's own
 * framing (section 6). One without a body, or with all of it at hand, goes out at once.
 */
final class Http1Request extends Http1Outbound implements AgentRequest {
  private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1\r\n");

  private final Http1Line line;
  private final HeadWriter head = HeadWriter.take();
  private final boolean headOnly;
  private @Nullable Listener listener;
  private @Nullable Handler<Throwable> whenBroken;
  private boolean chunked;
  private boolean quiet;
  private boolean headSent;
  private boolean whole;

  Http1Request(Http1Line line, HttpMethod method, String uri) {
    this.line = line;
    this.headOnly = method.equals(HttpMethod.HEAD);
    head.text(method.name()).text(" ").text(uri).text(VERSION);
  }

  @Override
  public void add(CharSequence name, String value) {
    FieldRules.check(name, value);
    head.field(name, value);
  }

  @Override
  public void address(String host, MultiMap from) {
    ForwardedHeaders.toHttp1(from, this, host);
  }

  @Override
  public void setChunked(boolean unknown) {
    chunked = unknown;
  }

  @Override
  public void listener(Listener next) {
    listener = next;
  }

  @Override
  public void quietly() {
    quiet = true;
  }

  @Override
  public Http1Request exceptionHandler(@Nullable Handler<Throwable> handler) {
    whenBroken = handler;
    return this;
  }

  @Override
  public Future<Void> sendHead() {
    if (chunked) {
      add(HttpHeaders.TRANSFER_ENCODING, "chunked");
    }
    headSent = true;
    line.ask(headOnly);
    return sending(head.endLine().toBuffer(channel().alloc()));
  }

  @Override
  public Future<Void> write(Buffer piece) {
    return sent(chunked ? Http1Bytes.chunk(piece) : Http1Bytes.plain(piece));
  }

  @Override
  public Future<Void> end() {
    whole = true;
    if (chunked) {
      return sent(Http1Bytes.lastChunk());
    }
    return headSent ? Future.succeededFuture() : sendHead();
  }

  @Override
  public Future<Void> end(Buffer piece) {
    whole = true;
    return sent(
        chunked
            ? Unpooled.wrappedBuffer(Http1Bytes.chunk(piece), Http1Bytes.lastChunk())
            : Http1Bytes.plain(piece));
  }

  /** All of it has been handed over. */
  boolean whole() {
    return whole;
  }

  void hinted(MultiMap hints) {
    Listener told = listener;
    if (told != null) {
      told.hinted(hints);
    }
  }

  void answered(Http1Response response) {
    Listener told = listener;
    if (told != null) {
      told.answered(response);
    }
  }

  void broken(Throwable fault) {
    Handler<Throwable> handler = whenBroken;
    if (handler != null) {
      handler.handle(fault);
    }
  }

  /** It will not be sent any more. */
  void discard() {
    if (!headSent) {
      headSent = true;
      head.drop();
    }
  }

  private Future<Void> sent(ByteBuf piece) {
    return headSent ? sending(piece) : Future.join(sendHead(), sending(piece)).mapEmpty();
  }

  private Future<Void> sending(ByteBuf bytes) {
    if (quiet) {
      line.sendQuietly(bytes);
      return Future.succeededFuture();
    }
    return line.send(bytes);
  }

  @Override
  Channel channel() {
    return line.channel();
  }
}

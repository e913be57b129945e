package io.reveille.proxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A message of HTTP/1.1 as it comes in: its head is there, and as a stream it is its body. While nobody wants more of
 * that the connection is not read; what had been read by then waits here. Confined to the event loop of its connection.
 */
abstract class Http1Inbound implements ReadStream<Buffer> {
  /** No headers. */
  static final MultiMap NONE = new HeadersAdaptor(EmptyHttpHeaders.INSTANCE);

  private final Channel channel;
  private final HttpMessage head;
  private final MultiMap headers;
  private @Nullable Deque<Buffer> waiting;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> whenEnded;
  private @Nullable Handler<Throwable> whenBroken;
  private long wanted = Long.MAX_VALUE;
  private boolean passing;
  private boolean whole;
  private boolean over;

  Http1Inbound(Channel channel, HttpMessage head) {
    this.channel = channel;
    this.head = head;
    this.headers = readable(head.headers());
  }

  /** Those of a decoder are of both kinds. */
  static MultiMap readable(HttpHeaders headers) {
    return headers instanceof MultiMap both ? both : NONE;
  }

  /** What it comes over. */
  public Channel channel() {
    return channel;
  }

  public HttpVersion version() {
    return head.protocolVersion().isKeepAliveDefault()
        ? HttpVersion.HTTP_1_1
        : HttpVersion.HTTP_1_0;
  }

  public MultiMap headers() {
    return headers;
  }

  /** Its head says that it has no body. */
  void endsWithItsHead() {
    whole = true;
    over = true;
  }

  /** All of it has been taken, or the rest will never come. */
  boolean over() {
    return over;
  }

  /** Nobody wants any of it now: whether its connection is read is decided here. */
  boolean stopped() {
    return wanted == 0;
  }

  @Override
  public Http1Inbound handler(@Nullable Handler<Buffer> next) {
    handler = next;
    return this;
  }

  @Override
  public Http1Inbound endHandler(@Nullable Handler<Void> next) {
    whenEnded = next;
    return this;
  }

  @Override
  public Http1Inbound exceptionHandler(@Nullable Handler<Throwable> next) {
    whenBroken = next;
    return this;
  }

  @Override
  public Http1Inbound pause() {
    wanted = 0;
    readOn(whole);
    return this;
  }

  @Override
  public Http1Inbound resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public Http1Inbound fetch(long pieces) {
    wanted = pieces > Long.MAX_VALUE - wanted ? Long.MAX_VALUE : wanted + pieces;
    if (!passing) {
      passing = true;
      try {
        passWhatWaits();
      } finally {
        passing = false;
      }
    }
    return this;
  }

  /** Its next piece, or its last. */
  void take(HttpContent piece) {
    Buffer bytes = BufferInternal.safeBuffer(piece.content());
    whole = piece instanceof LastHttpContent;
    if (bytes.length() > 0 && wanted > 0 && waiting == null) {
      pass(bytes);
    } else if (bytes.length() > 0) {
      later().add(bytes);
    }
    if (wanted == 0) {
      readOn(whole);
    }
    endIfPassed();
  }

  /** The rest of it will never come. */
  void broken(Throwable fault) {
    Handler<Throwable> told = whenBroken;
    if (!over && !whole) {
      over = true;
      waiting = null;
      if (told != null) {
        told.handle(fault);
      }
    }
  }

  private void passWhatWaits() {
    Deque<Buffer> pieces = waiting;
    while (pieces != null && !pieces.isEmpty() && wanted > 0) {
      pass(pieces.remove());
    }
    if (wanted > 0) {
      waiting = null;
      readOn(true);
      endIfPassed();
    }
  }

  private void pass(Buffer piece) {
    if (wanted != Long.MAX_VALUE) {
      wanted--;
    }
    if (wanted == 0) {
      readOn(whole);
    }
    Handler<Buffer> taker = handler;
    if (taker != null) {
      taker.handle(piece);
    }
  }

  private void endIfPassed() {
    Handler<Void> told = whenEnded;
    if (whole && !over && waiting == null && wanted > 0) {
      over = true;
      if (told != null) {
        told.handle(null);
      }
    }
  }

  /** Behind its end a connection is read all the same: that is how its end is heard. */
  private void readOn(boolean more) {
    if (!over) {
      channel.config().setAutoRead(more);
    }
  }

  private Deque<Buffer> later() {
    Deque<Buffer> pieces = waiting;
    if (pieces == null) {
      pieces = new ArrayDeque<>();
      waiting = pieces;
    }
    return pieces;
  }
}

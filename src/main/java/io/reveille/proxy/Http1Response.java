package io.reveille.proxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.headers.HeadersAdaptor;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * An agent's answer of HTTP/1.1. While nobody wants more of it the connection is not read; what had been read by then
 * waits here.
 */
final class Http1Response implements AgentResponse {
  private static final MultiMap NONE = new HeadersAdaptor(EmptyHttpHeaders.INSTANCE);

  private final Channel channel;
  private final HttpResponse head;
  private final MultiMap headers;
  private MultiMap trailers = NONE;
  private @Nullable Deque<Buffer> waiting;
  private @Nullable Handler<Buffer> handler;
  private @Nullable Handler<Void> whenEnded;
  private @Nullable Handler<Throwable> whenBroken;
  private long wanted = Long.MAX_VALUE;
  private boolean passing;
  private boolean whole;
  private boolean over;

  Http1Response(Channel channel, HttpResponse head) {
    this.channel = channel;
    this.head = head;
    this.headers = readable(head.headers());
  }

  /** Those of a decoder are of both kinds. */
  static MultiMap readable(HttpHeaders headers) {
    return headers instanceof MultiMap both ? both : NONE;
  }

  @Override
  public HttpVersion version() {
    return head.protocolVersion().isKeepAliveDefault()
        ? HttpVersion.HTTP_1_1
        : HttpVersion.HTTP_1_0;
  }

  @Override
  public int status() {
    return head.status().code();
  }

  @Override
  public String reason() {
    return head.status().reasonPhrase();
  }

  @Override
  public MultiMap headers() {
    return headers;
  }

  @Override
  public MultiMap trailers() {
    return trailers;
  }

  @Override
  public Http1Response handler(@Nullable Handler<Buffer> next) {
    handler = next;
    return this;
  }

  @Override
  public Http1Response endHandler(@Nullable Handler<Void> next) {
    whenEnded = next;
    return this;
  }

  @Override
  public Http1Response exceptionHandler(@Nullable Handler<Throwable> next) {
    whenBroken = next;
    return this;
  }

  @Override
  public Http1Response pause() {
    wanted = 0;
    channel.config().setAutoRead(false);
    return this;
  }

  @Override
  public Http1Response resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public Http1Response fetch(long pieces) {
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
    if (bytes.length() > 0 && wanted > 0 && waiting == null) {
      pass(bytes);
    } else if (bytes.length() > 0) {
      later().add(bytes);
    }
    if (piece instanceof LastHttpContent last) {
      whole = true;
      trailers = readable(last.trailingHeaders());
      endIfPassed();
    }
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
      channel.config().setAutoRead(true);
      endIfPassed();
    }
  }

  private void pass(Buffer piece) {
    if (wanted != Long.MAX_VALUE) {
      wanted--;
      if (wanted == 0) {
        channel.config().setAutoRead(false);
      }
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

  private Deque<Buffer> later() {
    Deque<Buffer> pieces = waiting;
    if (pieces == null) {
      pieces = new ArrayDeque<>();
      waiting = pieces;
    }
    return pieces;
  }
}

package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;

/** The body of one request: whether there is one, how it gets to the agent, and how much of it is gone for good. */
final class RequestBody {
  /** Rarely with a body, and agents need not understand a chunked one. */
  private static final Set<HttpMethod> BARE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);

  private final Exchange exchange;
  private final HttpServerRequest request;
  private Buffer first = Buffer.buffer();
  private boolean present;
  private boolean touched;
  private boolean sent;

  RequestBody(Exchange exchange) {
    this.exchange = exchange;
    this.request = exchange.request();
  }

  /** Some of it has been read: it cannot be sent a second time. */
  boolean touched() {
    return touched;
  }

  /** There is none, or the agent has been sent all of it. */
  boolean sent() {
    return sent;
  }

  /** Runs {@code known} when it shows whether there is one; nothing more of it is read before {@link #send}. */
  void look(Runnable known) {
    if (request.version() == HttpVersion.HTTP_2
        && BARE.contains(request.method())
        && request.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
      peek(known);
      return;
    }
    present = request.version() == HttpVersion.HTTP_2
        ? !request.isEnded()
        : request.headers().contains(HttpHeaders.CONTENT_LENGTH)
            || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    stop();
    known.run();
  }

  /** Nothing more of it is read until it is sent. Where there is none nothing needs to stop, nor to go on later. */
  void stop() {
    if (present) {
      request.pause();
    }
  }

  /** Only its first frame tells whether a request of HTTP/2 without a length has a body. */
  private void peek(Runnable known) {
    if (request.isEnded()) {
      known.run();
      return;
    }
    request.handler(begin -> {
      request.pause();
      present = true;
      touched = true;
      first = begin;
      known.run();
    });
    request.endHandler(none -> {
      request.endHandler(null);
      known.run();
    });
    request.resume();
  }

  /** Sends the head, and the body behind it as fast as the agent takes it; completes when the head is out. */
  Future<Void> send(Upstream upstream, HttpClientRequest out) {
    if (!present) {
      sent = true;
      Future<Void> ended = out.end();
      if (exchange.held().isPresent()) {
        Answers.discardBody(request); // it was paused when it began to wait, and has an end still
      }
      return ended;
    }
    long length = Flow.length(request.headers(), request.version());
    out.setChunked(!request.headers().contains(HttpHeaders.CONTENT_LENGTH));
    Future<Void> head = out.sendHead();
    ConnectionClock.awaitBody(request);
    if (request.getHeader(HttpHeaders.EXPECT) != null) {
      request.response().writeContinue();
    }
    if (first.length() > 0) {
      out.write(first);
    }
    pour(upstream, out, length);
    return head;
  }

  private void pour(Upstream upstream, HttpClientRequest out, long length) {
    Flow flow = new Flow(request, out, chunk -> {
      touched = true;
      upstream.sent();
      exchange.active();
    });
    request.endHandler(ended -> {
      touched = true; // an empty one has been sent by this, too
      sent = true;
      upstream.sent();
      flow.end();
    });
    flow.ofLength(length).begin();
    request.resume();
  }
}

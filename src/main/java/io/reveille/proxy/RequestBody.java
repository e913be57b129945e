package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request: whether there is one, how it gets to the agent, and how much of it is gone for good. It is
 * the same on each of the request's ways: what was remembered of it on the first goes out first on the second.
 */
final class RequestBody {
  /** Rarely with a body, and agents need not understand a chunked one. */
  private static final Set<HttpMethod> BARE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS);

  /** What a chat bridge sends is smaller. */
  private static final int MOST_REMEMBERED = 65_536;

  private final Exchange exchange;
  private final ClientRequest request;
  private final boolean announced;
  private @Nullable Buffer first;
  private @Nullable Buffer memory;
  private boolean looked;
  private boolean present;
  private boolean expected;
  private boolean touched;
  private boolean sent;
  private boolean whole;

  RequestBody(Exchange exchange, ClientRequest request) {
    this.exchange = exchange;
    this.request = request;
    this.announced = request.announcesBody();
  }

  /** There may be one: {@link #look} tells. */
  boolean announced() {
    return announced;
  }

  /** Not known before {@link #look} has told. */
  boolean present() {
    return present;
  }

  /** Some of it has been read: it cannot be sent a second time. */
  boolean touched() {
    return touched;
  }

  /** There is none, or the agent has been sent all of it. */
  boolean sent() {
    return sent;
  }

  /** From now on what is sent is kept, too, unless it is too much. */
  void remember() {
    memory = Buffer.buffer();
    Buffer begin = first;
    if (begin != null) {
      memory.appendBuffer(begin);
    }
  }

  /** Nothing of it would be missing if it were sent again. */
  boolean repeatable() {
    return !touched || memory != null;
  }

  /** It goes to another run of the agent, what is remembered of it first. */
  void rewind() {
    Buffer kept = memory;
    if (kept != null) {
      first = kept;
      memory = null;
      touched = false;
      whole = sent;
      sent = false;
    }
  }

  /** Runs {@code known} when it shows whether there is one; nothing more of it is read before {@link #send}. */
  void look(Runnable known) {
    if (looked) {
      stop();
      known.run();
      return;
    }
    looked = true;
    if (request.version() == HttpVersion.HTTP_2
        && BARE.contains(request.method())
        && request.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
      peek(known);
      return;
    }
    present = request.version() == HttpVersion.HTTP_2 ? !request.isEnded() : announced;
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
  Future<Void> send(Upstream upstream, AgentRequest out) {
    if (exchange.held().isEmpty()) {
      out.quietly(); // nobody waits behind it
    }
    if (!present) {
      sent = true;
      Future<Void> ended = out.end();
      if (exchange.held().isPresent()) {
        Answers.discardBody(request); // it was paused when it began to wait, and has an end still
      }
      return ended;
    }
    out.setChunked(!request.headers().contains(HttpHeaders.CONTENT_LENGTH));
    Buffer begin = first;
    if (whole) {
      sent = true;
      return begin == null ? out.end() : out.end(begin);
    }
    Future<Void> head = out.sendHead();
    ConnectionClock.awaitBody(request);
    askForIt();
    if (begin != null) {
      out.write(begin);
    }
    pour(upstream, out);
    return head;
  }

  /** RFC 9110, 10.1.1. */
  private void askForIt() {
    if (!expected && request.getHeader(HttpHeaders.EXPECT) != null) {
      request.response().writeContinue();
    }
    expected = true;
  }

  private void pour(Upstream upstream, AgentRequest out) {
    Flow flow = new Flow(request, out, chunk -> {
      touched = true;
      keep(chunk);
      upstream.sent();
      exchange.active();
    });
    request.endHandler(ended -> {
      touched = true; // an empty one has been sent by this, too
      sent = true;
      upstream.sent();
      flow.end();
    });
    flow.ofLength(missing()).begin();
    request.resume();
  }

  private long missing() {
    long length = Flow.length(request.headers(), request.version());
    Buffer begin = first;
    return length == Flow.UNKNOWN || begin == null ? length : length - begin.length();
  }

  private void keep(Buffer chunk) {
    Buffer kept = memory;
    if (kept != null) {
      boolean fits = kept.length() + chunk.length() <= MOST_REMEMBERED;
      memory = fits ? kept.appendBuffer(chunk) : null;
    }
  }
}

package io.reveille.demo;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Answers that take their time or their space. None is held in memory as a whole. */
final class ToyStreams {
  private static final int PIECE = 64 * 1024;
  private static final Buffer LETTERS = letters();

  private final Vertx vertx;
  private final ToyOptions options;

  ToyStreams(Vertx vertx, ToyOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /** The request's body comes back byte for byte, as fast as the caller reads it. */
  Future<Void> echo(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    copy("Content-Type", request);
    if (request.headers().contains("Content-Length")) {
      copy("Content-Length", request);
      return request.pipeTo(response);
    }
    response.setChunked(true).putHeader("Trailer", "X-Echo-Bytes");
    return request
        .pipe()
        .endOnSuccess(false)
        .to(response)
        .compose(sent -> response
            .putTrailer("X-Echo-Bytes", Long.toString(response.bytesWritten()))
            .end());
  }

  /** The head at once, then an event each {@code every}; {@code n=0} goes on until the caller leaves. */
  Future<Void> events(HttpServerRequest request) {
    ToyQuery query = new ToyQuery(request);
    long count = query.number("n", 5);
    Duration every = query.duration("every", Duration.ofMillis(100));
    HttpServerResponse response = request.response();
    response.setChunked(true).putHeader("Content-Type", "text/event-stream");
    response.putHeader("Cache-Control", "no-store");
    Promise<Void> over = Promise.promise();
    AtomicLong sent = new AtomicLong();
    long timer = vertx.setPeriodic(Math.max(1, every.toMillis()), tick -> {
      response.write(event(sent.incrementAndGet())).onFailure(over::tryFail);
      if (sent.get() == count) {
        response.end().onComplete(over);
      }
    });
    response.closeHandler(gone -> over.tryComplete());
    return response
        .writeHead()
        .compose(written -> over.future())
        .onComplete(done -> vertx.cancelTimer(timer));
  }

  /** So many bytes of the alphabet, over and over. */
  Future<Void> big(HttpServerRequest request) {
    long bytes = new ToyQuery(request).number("bytes", 1024 * 1024);
    HttpServerResponse response = request.response();
    response.putHeader("Content-Type", "application/octet-stream");
    response.putHeader("Content-Length", Long.toString(bytes));
    Promise<Void> over = Promise.promise();
    response.closeHandler(gone -> over.tryFail("the caller left"));
    pour(response, bytes, over);
    return over.future();
  }

  private void pour(HttpServerResponse response, long bytes, Promise<Void> over) {
    long left = bytes;
    while (left > 0 && !over.future().isComplete()) {
      if (response.writeQueueFull()) {
        long rest = left;
        response.drainHandler(drained -> pour(response, rest, over));
        return;
      }
      int piece = (int) Math.min(PIECE, left);
      // a piece always begins with the first letter: 64 KiB is no multiple of 26, but each is the
      // same
      response.write(LETTERS.slice(0, piece)).onFailure(over::tryFail);
      left -= piece;
    }
    response.end().onComplete(ended -> {
      if (ended.succeeded()) {
        over.tryComplete();
      } else {
        over.tryFail(ended.cause());
      }
    });
  }

  private String event(long number) {
    JsonObject data = new JsonObject().put("agent", options.name()).put("n", number);
    return "id: " + number + "\ndata: " + data.encode() + "\n\n";
  }

  private static void copy(String header, HttpServerRequest request) {
    String value = request.getHeader(header);
    if (value != null) {
      request.response().putHeader(header, value);
    }
  }

  private static Buffer letters() {
    Buffer letters = Buffer.buffer(PIECE);
    for (int i = 0; i < PIECE; i++) {
      letters.appendByte((byte) ('a' + i % 26));
    }
    return letters;
  }
}

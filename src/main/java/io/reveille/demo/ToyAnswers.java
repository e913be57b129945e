package io.reveille.demo;

import static io.vertx.core.http.HttpMethod.POST;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;

/** One request, one answer: what is asked for stands in the path, how much of it in the query. */
final class ToyAnswers {
  private static final int SHOWN_BODY = 64 * 1024;
  private static final int MEBIBYTE = 1024 * 1024;

  private final Vertx vertx;
  private final ToyOptions options;
  private final IntConsumer halt;
  private final ToyMemory memory = new ToyMemory();
  private final ToyStreams streams;

  ToyAnswers(Vertx vertx, ToyOptions options, IntConsumer halt) {
    this.vertx = vertx;
    this.options = options;
    this.halt = halt;
    this.streams = new ToyStreams(vertx, options);
  }

  /** Counts a WebSocket like a request. */
  void arrived(Optional<String> requestId) {
    memory.arrived(requestId);
  }

  Future<Void> answer(HttpServerRequest request) {
    if (request.path().equals("/log")) {
      return json(request, memory.log().toBuffer());
    }
    if (request.path().equals("/busy")) {
      return busy(request);
    }
    memory.arrived(requestId(request));
    return switch (request.path()) {
      case "/echo" -> posted(request) ? streams.echo(request) : show(request);
      case "/sse" -> streams.events(request);
      case "/slow" -> slow(request);
      case "/big" -> streams.big(request);
      case "/exit" -> posted(request) ? exit(request) : show(request);
      case "/crash" -> posted(request) ? crash() : show(request);
      case "/eat" -> posted(request) ? eat(request) : show(request);
      default -> show(request);
    };
  }

  private Future<Void> busy(HttpServerRequest request) {
    if (posted(request)) {
      memory.busy(Boolean.parseBoolean(new ToyQuery(request).text("is").orElse("true")));
    }
    return json(request, new JsonObject().put("busy", memory.busy()).toBuffer());
  }

  private Future<Void> slow(HttpServerRequest request) {
    Duration wait = new ToyQuery(request).duration("for", Duration.ofSeconds(2));
    request.pause(); // the body is shown with the answer
    Promise<Void> over = Promise.promise();
    vertx.setTimer(Math.max(1, wait.toMillis()), due -> over.complete());
    return over.future().compose(due -> {
      Future<Void> shown = show(request);
      request.resume();
      return shown;
    });
  }

  private Future<Void> exit(HttpServerRequest request) {
    int code = (int) new ToyQuery(request).number("code", 0);
    // the answer is on its way when its end has been written: only then is it safe to go
    return json(request, new JsonObject().put("exit", code).toBuffer())
        .onComplete(answered -> halt.accept(code));
  }

  private Future<Void> crash() {
    halt.accept(1);
    return Future.succeededFuture();
  }

  private Future<Void> eat(HttpServerRequest request) {
    long mebibytes = new ToyQuery(request).number("mb", 64);
    for (long i = 0; i < mebibytes; i++) {
      memory.eat(MEBIBYTE);
    }
    return json(request, new JsonObject().put("eaten", mebibytes).toBuffer());
  }

  private Future<Void> show(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    request.handler(part -> {
      int room = SHOWN_BODY - body.length();
      body.appendBuffer(part.length() <= room ? part : part.slice(0, room));
    });
    return request.end().compose(all -> json(request, seen(request, body).toBuffer()));
  }

  private JsonObject seen(HttpServerRequest request, Buffer body) {
    return new JsonObject()
        .put("agent", options.name())
        .put("method", request.method().name())
        .put("path", request.uri())
        .put("headers", headers(request))
        .put("body", body.toString())
        .put("pid", ProcessHandle.current().pid())
        .put("bootId", memory.bootId())
        .put("served", memory.served());
  }

  private static JsonObject headers(HttpServerRequest request) {
    JsonObject headers = new JsonObject();
    for (String name : request.headers().names()) {
      List<String> values = request.headers().getAll(name);
      headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
    }
    return headers;
  }

  private static Future<Void> json(HttpServerRequest request, Buffer body) {
    return request.response().putHeader("Content-Type", "application/json").end(body);
  }

  private static boolean posted(HttpServerRequest request) {
    return request.method().equals(POST);
  }

  private static Optional<String> requestId(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("X-Request-Id"))
        .or(() -> new ToyQuery(request).text("id"));
  }
}

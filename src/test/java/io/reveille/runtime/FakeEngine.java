package io.reveille.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine that does what a test says: speaks some API versions, lists some containers, emits events, and
 * treats what {@link #on} names in a way of its own.
 */
final class FakeEngine {
  private static final Pattern PATH = Pattern.compile("(?:/v(\\d+\\.\\d+))?(/.*)");
  private static final Pattern CONTAINER = Pattern.compile("/containers/([^/]+)/(\\w+)");

  /** Method, versioned path and query of all requests, in order. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** What inspect answers, by ID. */
  final Map<String, JsonObject> containers = new ConcurrentHashMap<>();

  volatile String newest = "1.41";
  volatile String oldest = "1.12";

  private final List<Trick> tricks = new CopyOnWriteArrayList<>();
  private final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /** Answers, or leaves unanswered, one request in place of the engine. */
  interface Trick {
    boolean play(HttpServerRequest request);
  }

  FakeEngine(Vertx vertx) {
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  Future<Integer> listen() {
    return server.listen(0, "127.0.0.1").map(HttpServer::actualPort);
  }

  Future<Void> listen(int port) {
    return server.listen(port, "127.0.0.1").mapEmpty();
  }

  Future<Void> close() {
    return server.close();
  }

  /** The newest trick for a path that contains {@code part} is played as long as {@code trick} says it was. */
  void on(String part, Predicate<HttpServerRequest> trick) {
    tricks.add(0, request -> request.path().contains(part) && trick.test(request));
  }

  void honest() {
    tricks.clear();
  }

  /** {@code chunks} together are one or more events. */
  void emit(String... chunks) {
    for (String chunk : chunks) {
      streams.forEach(stream -> stream.write(chunk));
    }
  }

  void endStreams() {
    streams.forEach(HttpServerResponse::end);
    streams.clear();
  }

  void tearStreams() {
    streams.forEach(HttpServerResponse::reset);
    streams.clear();
  }

  long count(String part) {
    return requests.stream().filter(request -> request.contains(part)).count();
  }

  static void answer(HttpServerRequest request, int status, String message) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(new JsonObject().put("message", message).encode());
  }

  static void page(HttpServerRequest request, int status) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/html")
        .end("<html><body><h1>" + status + "</h1>as configured</body></html>");
  }

  private void handle(HttpServerRequest request) {
    requests.add(request.method() + " " + request.uri());
    for (Trick trick : tricks) {
      if (trick.play(request)) {
        return;
      }
    }
    Matcher path = PATH.matcher(request.path());
    if (!path.matches()) {
      answer(request, 404, "page not found");
    } else if (path.group(1) != null && !speaks(path.group(1))) {
      refuse(request, path.group(1));
    } else {
      serve(request, path.group(2));
    }
  }

  private boolean speaks(String version) {
    ApiVersion asked = ApiVersion.parse(version).orElseThrow();
    return asked.compareTo(ApiVersion.parse(newest).orElseThrow()) <= 0
        && asked.compareTo(ApiVersion.parse(oldest).orElseThrow()) >= 0;
  }

  private void refuse(HttpServerRequest request, String version) {
    boolean tooNew = ApiVersion.parse(version)
            .orElseThrow()
            .compareTo(ApiVersion.parse(newest).orElseThrow())
        > 0;
    answer(
        request,
        400,
        tooNew
            ? "client version " + version + " is too new. Maximum supported API version is "
                + newest
            : "client version " + version + " is too old. Minimum supported API version is "
                + oldest + ", please upgrade your client to a newer version");
  }

  private void serve(HttpServerRequest request, String path) {
    switch (path) {
      case "/_ping" -> request.response().end("OK");
      case "/version" ->
        json(
            request,
            new JsonObject()
                .put("ApiVersion", newest)
                .put("MinAPIVersion", oldest)
                .encode());
      case "/containers/json" -> json(request, list().encode());
      case "/events" -> {
        HttpServerResponse stream = request.response().setChunked(true);
        stream.writeHead();
        streams.add(stream);
      }
      default -> container(request, CONTAINER.matcher(path));
    }
  }

  private JsonArray list() {
    JsonArray all = new JsonArray();
    containers.keySet().forEach(id -> all.add(new JsonObject().put("Id", id)));
    return all;
  }

  private void container(HttpServerRequest request, Matcher path) {
    JsonObject known = path.matches() ? containers.get(path.group(1)) : null;
    if (known == null) {
      answer(
          request, 404, "No such container: " + (path.matches() ? path.group(1) : request.path()));
    } else if (path.group(2).equals("json")) {
      json(request, known.encode());
    } else {
      request.response().setStatusCode(204).end();
    }
  }

  private static void json(HttpServerRequest request, String text) {
    request.response().putHeader("Content-Type", "application/json").end(text);
  }
}

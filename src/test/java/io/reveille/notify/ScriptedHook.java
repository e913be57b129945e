package io.reveille.notify;

import io.reveille.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server on loopback that takes what is sent to it, and answers as a test says. */
final class ScriptedHook {
  final List<Taken> taken = new CopyOnWriteArrayList<>();
  volatile Consumer<HttpServerRequest> answer = status(200);
  private final HttpServer server;

  record Taken(String path, Map<String, String> headers, String body) {}

  ScriptedHook(Vertx vertx) {
    HttpServerOptions options = new HttpServerOptions().setPort(0).setHost("127.0.0.1");
    this.server = vertx
        .createHttpServer(options)
        .requestHandler(request -> request.body().onSuccess(body -> {
          Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
          taken.add(new Taken(request.path(), headers, body.toString()));
          answer.accept(request);
        }));
    Await.await(server.listen());
  }

  /** Ends each exchange with this status and without words. */
  static Consumer<HttpServerRequest> status(int status) {
    return request -> request.response().setStatusCode(status).end();
  }

  static Consumer<HttpServerRequest> status(int status, String header, String value) {
    return request ->
        request.response().setStatusCode(status).putHeader(header, value).end();
  }

  static Consumer<HttpServerRequest> saying(int status, String words) {
    return request -> request.response().setStatusCode(status).end(words);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  void close() {
    Await.await(server.close());
  }
}

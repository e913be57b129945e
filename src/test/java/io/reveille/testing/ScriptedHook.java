package io.reveille.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A server on loopback that takes what is sent to it, and answers as a test says. */
public final class ScriptedHook {
  public final List<Taken> taken = new CopyOnWriteArrayList<>();
  public volatile Consumer<HttpServerRequest> answer = status(200);
  private final HttpServer server;

  /** One request, whatever was answered. */
  public record Taken(String path, Map<String, String> headers, String body) {}

  public ScriptedHook(Vertx vertx) {
    this(vertx, 0);
  }

  public ScriptedHook(Vertx vertx, int port) {
    HttpServerOptions options = new HttpServerOptions().setPort(port).setHost("127.0.0.1");
    this.server = vertx
        .createHttpServer(options)
        .requestHandler(request -> request.body().onSuccess(body -> {
          Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
          taken.add(new Taken(request.path(), headers, body.toString()));
          answer.accept(request);
        }));
    Await.await(server.listen());
  }

  /** Ends each exchange with this status and without words. */
  public static Consumer<HttpServerRequest> status(int status) {
    return request -> request.response().setStatusCode(status).end();
  }

  public static Consumer<HttpServerRequest> status(int status, String header, String value) {
    return request ->
        request.response().setStatusCode(status).putHeader(header, value).end();
  }

  public static Consumer<HttpServerRequest> saying(int status, String words) {
    return request -> request.response().setStatusCode(status).end(words);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  public void close() {
    Await.await(server.close());
  }
}

package io.reveille;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One who calls agents, on as many connections as there are requests at once. */
final class Caller {
  private static final String HOST = "127.0.0.1";
  private static final int MANY = 2_000;

  private final int port;
  private final HttpClientAgent client;
  private final NetClient net;
  private final WebSocketClient webSockets;

  record Answer(int status, MultiMap headers, Buffer body) {
    String wake() {
      return String.valueOf(headers.get("Reveille-Wake"));
    }

    String text() {
      return body.toString(StandardCharsets.UTF_8);
    }
  }

  Caller(Vertx vertx, int port) {
    this.port = port;
    this.client = vertx.createHttpClient(
        new HttpClientOptions().setDefaultHost(HOST).setDefaultPort(port),
        new PoolOptions().setHttp1MaxSize(MANY));
    this.net = vertx.createNetClient();
    this.webSockets = vertx.createWebSocketClient();
  }

  Future<Answer> get(String path) {
    return get(path, Map.of());
  }

  Future<Answer> get(String path, Map<String, String> headers) {
    return send(HttpMethod.GET, path, headers, Buffer.buffer());
  }

  Future<Answer> send(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
    RequestOptions options = new RequestOptions().setMethod(method).setURI(path);
    headers.forEach(options::putHeader);
    return client
        .request(options)
        .compose(request -> answer(body.length() == 0 ? request.send() : request.send(body)));
  }

  Future<Answer> post(String path) {
    return send(HttpMethod.POST, path, Map.of(), Buffer.buffer());
  }

  /** One that is open before there is anything to ask. */
  Future<HttpClientConnection> connection() {
    return client.connect(new HttpConnectOptions().setHost(HOST).setPort(port));
  }

  static Future<Answer> get(
      HttpClientConnection connection, String path, Map<String, String> headers) {
    RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setURI(path);
    headers.forEach(options::putHeader);
    return connection.request(options).compose(request -> answer(request.send()));
  }

  /** On the event loop and at once: a body that comes before anybody asks for it is lost. */
  private static Future<Answer> answer(Future<HttpClientResponse> sent) {
    return sent.compose(Caller::whole);
  }

  private static Future<Answer> whole(HttpClientResponse head) {
    return head.body().map(body -> new Answer(head.statusCode(), head.headers(), body));
  }

  Future<WebSocket> webSocket(String path) {
    return webSockets.connect(port, HOST, path);
  }

  /** A connection on which every byte is the test's own. */
  Future<NetSocket> socket() {
    return net.connect(port, HOST);
  }

  /** The status of what is answered to exactly these bytes. */
  Future<Integer> statusOf(String bytes) {
    return socket().compose(socket -> {
      Promise<Integer> status = Promise.promise();
      Buffer all = Buffer.buffer();
      socket.handler(part -> {
        all.appendBuffer(part);
        if (all.length() >= "HTTP/1.1 200".length()) {
          status.tryComplete(Integer.valueOf(all.getString(9, 12)));
        }
      });
      socket.closeHandler(closed -> status.tryFail("closed after " + all));
      socket.write(bytes).onFailure(status::tryFail);
      return status.future().onComplete(told -> socket.close());
    });
  }
}

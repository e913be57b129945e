package io.reveille.demo;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A small agent to try Reveille with: {@code java -cp reveille.jar io.reveille.demo.ToyAgent PORT=8080 NAME=lal}.
 * Settings come from arguments of that form, else from the environment.
 *
 * <ul>
 *   <li>{@code ANY /…} shows the request: {@code {agent, method, path, headers, body, pid, bootId, served}}
 *   <li>{@code POST /echo} sends the body back byte for byte
 *   <li>{@code GET /sse?n=5&every=100ms} an event stream
 *   <li>{@code /ws} a WebSocket that echoes
 *   <li>{@code /slow?for=2s} shows the request, later
 *   <li>{@code /big?bytes=N} so many bytes
 *   <li>{@code POST /exit?code=3} answers and exits; {@code POST /crash} does not answer
 *   <li>{@code POST /eat?mb=64} takes memory and keeps it
 *   <li>{@code GET /busy} {@code {"busy":false}}; {@code POST /busy?is=true} sets it
 *   <li>{@code GET /log} the request IDs in order of arrival
 * </ul>
 */
public final class ToyAgent {
  private static final int LARGEST_FRAME = 1024 * 1024;

  private final ToyAnswers answers;

  private ToyAgent(ToyAnswers answers) {
    this.answers = answers;
  }

  public static void main(String[] args) {
    Map<String, String> settings = new HashMap<>(System.getenv());
    for (String arg : args) {
      String[] parts = arg.split("=", 2);
      settings.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    ToyOptions options = ToyOptions.of(settings);
    ToyTerm.obey(options.onTerm());
    listen(lightVertx(), options)
        .onSuccess(server ->
            System.out.println(options.name() + " listens on port " + server.actualPort()))
        .onFailure(fault -> {
          System.err.println(options.name() + " cannot listen: " + fault);
          Runtime.getRuntime().halt(1);
        });
  }

  /** Listens when the start delay is over. The one who closes {@code vertx} closes the agent. */
  public static Future<HttpServer> listen(Vertx vertx, ToyOptions options) {
    ToyAgent agent =
        new ToyAgent(new ToyAnswers(vertx, options, code -> Runtime.getRuntime().halt(code)));
    HttpServer server = vertx
        .createHttpServer(serverOptions(options))
        .requestHandler(agent::onRequest)
        .webSocketHandshakeHandler(agent::onHandshake)
        .webSocketHandler(agent::onWebSocket);
    if (options.startDelay().isZero()) {
      return server.listen();
    }
    Promise<Void> slept = Promise.promise();
    vertx.setTimer(Math.max(1, options.startDelay().toMillis()), due -> slept.complete());
    return slept.future().compose(due -> server.listen());
  }

  private void onRequest(HttpServerRequest request) {
    // a parameter that makes no sense throws: inside compose it becomes a failure like the others
    Future.succeededFuture(request)
        .compose(answers::answer)
        .onFailure(fault -> refuse(request, fault));
  }

  private static void refuse(HttpServerRequest request, Throwable fault) {
    if (fault instanceof IllegalArgumentException && !request.response().headWritten()) {
      request
          .response()
          .setStatusCode(400)
          .end(fault.getMessage() + "\n")
          .onFailure(ToyAgent::report);
    } else if (!request.response().closed()) {
      report(fault);
      request.response().reset().onFailure(ToyAgent::report);
    }
  }

  private void onHandshake(ServerWebSocketHandshake handshake) {
    if (!handshake.path().equals("/ws")) {
      handshake.reject(404).onFailure(ToyAgent::report);
      return;
    }
    answers.arrived(Optional.ofNullable(handshake.headers().get("X-Request-Id")));
    handshake.accept().onFailure(ToyAgent::report);
  }

  private void onWebSocket(ServerWebSocket socket) {
    socket.frameHandler(frame -> {
      if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
        socket.writeFrame(frame).onFailure(ToyAgent::report);
        if (socket.writeQueueFull()) {
          socket.pause();
          socket.drainHandler(drained -> socket.resume());
        }
      }
    });
  }

  private static HttpServerOptions serverOptions(ToyOptions options) {
    return new HttpServerOptions()
        .setPort(options.port())
        .setHttp2ClearTextEnabled(true)
        .setHandle100ContinueAutomatically(true)
        .setMaxHeaderSize(64 * 1024)
        .setMaxInitialLineLength(64 * 1024)
        .setMaxWebSocketFrameSize(LARGEST_FRAME)
        .setMaxWebSocketMessageSize(LARGEST_FRAME)
        .setWebSocketSubProtocols(List.of("*")); // the first that the caller names
  }

  /** One event loop, no file cache and the logging of the JDK: it is up sooner and leaves nothing behind. */
  private static Vertx lightVertx() {
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    System.setProperty(
        "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
    return Vertx.vertx(new VertxOptions()
        .setEventLoopPoolSize(1)
        .setFileSystemOptions(new FileSystemOptions()
            .setFileCachingEnabled(false)
            .setClassPathResolvingEnabled(false)));
  }

  private static void report(Throwable fault) {
    System.err.println("Not answered: " + fault);
  }
}

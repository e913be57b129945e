package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Traces;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each pause, resume or fetch of a request is a task in the queue of its event loop, which keeps the finished exchange
 * in memory until its turn comes: at some hundred connections that was most of what the collector had to do.
 */
class BareRequestsTest {
  private final List<String> calls = new CopyOnWriteArrayList<>();

  @AutoClose
  private final World world = new World();

  @AutoClose
  private final Origin origin = Origin.sayingHello();

  private int port;

  @BeforeEach
  void listen() {
    Promise<HttpServer> bound = Promise.promise();
    world.vertx.runOnContext(here -> {
      Lane lane = new Lane(
          world.timers,
          World.TestSettings::config,
          new OpenExchanges(world.routes.openInAll()),
          Traces.OFF);
      Forwarder forwarder = new Forwarder(new Upstreams(world.vertx, lane), lane);
      BotHandler handler = new BotHandler(world.routes, forwarder, lane);
      world
          .vertx
          .createHttpServer()
          .requestHandler(request -> handler.handle(new VertxClientRequest(watched(request))))
          .listen(0, "127.0.0.1")
          .onComplete(bound);
    });
    port = bound.future().await().actualPort();
    world.awake(origin);
  }

  @Test
  void aRequestWithoutABodyIsNeitherPausedNorResumed() {
    assertThat(ask("GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(calls).isEmpty();
  }

  @Test
  void aBodyWaitsUntilThereIsAConnectionForIt() {
    String post = "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";
    assertThat(ask(post)).startsWith("HTTP/1.1 200 ");
    assertThat(calls).startsWith("pause", "resume");
  }

  private String ask(String request) {
    try (Wire client = Wire.to(port)) {
      return client.send(request).message();
    }
  }

  private HttpServerRequest watched(HttpServerRequest request) {
    return (HttpServerRequest) Proxy.newProxyInstance(
        getClass().getClassLoader(),
        new Class<?>[] {HttpServerRequest.class},
        (proxy, method, args) -> {
          if (List.of("pause", "resume", "fetch").contains(method.getName())) {
            calls.add(method.getName());
          }
          try {
            Object result = method.invoke(request, args);
            return result == request ? proxy : result;
          } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
          }
        });
  }
}

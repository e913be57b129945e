package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Traces;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.transport.Transport;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request of which a header cannot be written, here one that a tracer has made up, is answered and never sent. */
class UnsayableTest {
  private final World world =
      new World(World.TestSettings.config(), Transport.NIO, arrival -> new Broken());
  private final AtomicInteger requests = new AtomicInteger();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestThatCannotBePutIntoWordsIsNotSentInPart(boolean http2) {
    HttpServer agent = world
        .vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(request -> {
          requests.incrementAndGet();
          request.response().end("hello");
        });
    if (http2) {
      world.with(World.TestSettings.http2());
    }
    world.awake(await(agent.listen()).actualPort());

    assertThat(world.ask("GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n"))
        .startsWith("HTTP/1.1 502")
        .contains("agent-unreachable");
    assertThat(requests).hasValue(0);
    world.quiet();
  }

  private static final class Broken implements Traces.Request {
    @Override
    public void asksForWake() {}

    @Override
    public void waited() {}

    @Override
    public Map<String, String> headers() {
      return Map.of("tracestate", "a\r\nX-Smuggled: b");
    }

    @Override
    public void ended(int status) {}
  }
}

package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http2Test {
  private final World world = new World();
  private final HttpClient client = world.vertx.createHttpClient(new HttpClientOptions()
      .setProtocolVersion(HttpVersion.HTTP_2)
      .setHttp2ClearTextUpgrade(false));

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aRequestWithoutABodyReachesTheAgentWithoutOne() {
    try (Origin origin = Origin.answering(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello")) {
      world.awake(origin);
      HttpClientResponse answer = await(get()
          .compose(HttpClientRequest::send)
          .compose(head -> head.body().map(body -> {
            assertThat(body).hasToString("hello");
            return head;
          })));
      assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
      assertThat(answer.getHeader("connection")).isNull();
      assertThat(answer.getHeader("reveille-agent")).isEqualTo("lal");
      assertThat(origin.requests.get(0))
          .startsWith("GET /x HTTP/1.1")
          .contains("Via: 2 reveille")
          .containsIgnoringCase("host: localhost:" + world.port())
          .doesNotContainIgnoringCase("transfer-encoding");
    }
    world.quiet();
  }

  @Test
  void anUploadWithoutLengthArrivesWholeAndChunked() {
    try (Origin origin = chunkReader()) {
      world.awake(origin);
      String answer = await(client
          .request(HttpMethod.POST, world.port(), "localhost", "/bots/lal/x")
          .compose(request -> {
            request.setChunked(true);
            return request
                .write("first ")
                .compose(written -> request.end("last"))
                .compose(ended -> request.response());
          })
          .compose(HttpClientResponse::body)
          .map(Buffer::toString));
      assertThat(answer).isEqualTo("first last");
    }
    world.quiet();
  }

  @Test
  void anUploadThroughAHoldArrivesWhole() {
    try (Origin origin = chunkReader()) {
      world.asleep(State.PAUSED);
      Future<String> answer = client
          .request(HttpMethod.POST, world.port(), "localhost", "/bots/lal/x")
          .compose(request -> {
            request.setChunked(true);
            return request.end("held").compose(ended -> request.response());
          })
          .compose(HttpClientResponse::body)
          .map(Buffer::toString);
      world.wakeUp(origin);
      assertThat(await(answer)).isEqualTo("held");
    }
    world.quiet();
  }

  @Test
  void aGetWithoutABodyThroughAHoldArrives() {
    try (Origin origin = Origin.sayingHello()) {
      world.asleep(State.PAUSED);
      Future<Buffer> answer =
          get().compose(HttpClientRequest::send).compose(HttpClientResponse::body);
      world.wakeUp(origin);
      assertThat(await(answer)).hasToString("hello");
      assertThat(origin.requests.get(0)).doesNotContainIgnoringCase("transfer-encoding");
    }
    world.quiet();
  }

  @Test
  void aStreamWhoseAgentDiesIsResetAndTheOthersGoOn() {
    Origin dying = new Origin((wire, self) -> {
      String request = wire.message();
      if (request.startsWith("GET /dies")) {
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
      } else {
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        wire.rest();
      }
    });
    try (dying) {
      world.awake(dying);
      Future<Buffer> cut = client
          .request(HttpMethod.GET, world.port(), "localhost", "/bots/lal/dies")
          .compose(HttpClientRequest::send)
          .compose(HttpClientResponse::body);
      assertThat(Await.<Boolean>await(cut.map(false).otherwise(true))).isTrue();
      assertThat(await(get().compose(HttpClientRequest::send).compose(HttpClientResponse::body)))
          .hasToString("ok");
    }
    world.quiet();
  }

  @Test
  void aHeldStreamThatIsResetLeavesTheQueue() {
    world.asleep(State.PAUSED);
    HttpClientRequest request = await(get());
    request.exceptionHandler(reset -> {});
    request.end();
    world.eventually(() -> world.gate().held() == 1);
    request.reset(8);
    world.eventually(() -> world.gate().held() == 0);
  }

  private Future<HttpClientRequest> get() {
    return client.request(HttpMethod.GET, world.port(), "localhost", "/bots/lal/x");
  }

  /** Says back what came in chunks. */
  private static Origin chunkReader() {
    return new Origin((wire, self) -> {
      String head = wire.head();
      assertThat(head).containsIgnoringCase("transfer-encoding: chunked");
      StringBuilder body = new StringBuilder();
      int size = chunkSize(wire);
      while (size > 0) {
        body.append(wire.read(size));
        wire.read(2);
        size = chunkSize(wire);
      }
      wire.read(2);
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      wire.rest();
    });
  }

  private static int chunkSize(Wire wire) {
    StringBuilder line = new StringBuilder();
    while (line.indexOf("\r\n") < 0) {
      line.append(wire.read(1));
    }
    return Integer.parseInt(line.toString().trim(), 16);
  }
}

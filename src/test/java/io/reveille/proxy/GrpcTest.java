package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gRPC needs of HTTP/2, with an agent that answers as a gRPC server does. */
class GrpcTest {
  private final World world = new World().with(World.TestSettings.http2());
  private final HttpClient client = world.vertx.createHttpClient(new HttpClientOptions()
      .setProtocolVersion(HttpVersion.HTTP_2)
      .setHttp2ClearTextUpgrade(false));
  private final List<HttpServerRequest> calls = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    HttpServer agent = world
        .vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
        .requestHandler(this::serve);
    world.awake(await(agent.listen()).actualPort());
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** An echo of each message as it comes, and then the status; or the status at once. */
  private void serve(HttpServerRequest call) {
    calls.add(call);
    call.response().putHeader("content-type", "application/grpc");
    if (call.path().endsWith("/Fails")) {
      call.response().putHeader("grpc-status", "12").putHeader("grpc-message", "no such method");
      call.response().end();
      return;
    }
    call.response().setChunked(true).writeHead();
    call.handler(call.response()::write);
    call.endHandler(ended -> {
      call.response().putTrailer("grpc-status", "0").putTrailer("grpc-message", "fine");
      call.response().end();
    });
  }

  @Test
  void aUnaryCallBringsItsMessageAndItsTrailers() {
    HttpClientResponse answer = await(call("Echo")
        .compose(request -> request.end(Buffer.buffer("a message")).compose(sent -> {
          return request.response();
        }))
        .compose(head -> head.body().map(body -> {
          assertThat(body).hasToString("a message");
          return head;
        })));
    assertThat(answer.getHeader("content-type")).isEqualTo("application/grpc");
    assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    assertThat(answer.trailers().get("grpc-message")).isEqualTo("fine");
    HttpServerRequest seen = calls.get(0);
    assertThat(seen.version()).isEqualTo(HttpVersion.HTTP_2);
    assertThat(seen.getHeader("te")).isEqualTo("trailers");
    assertThat(seen.getHeader("host")).isNull();
    assertThat(seen.authority()).hasToString("localhost:" + world.port());
    world.quiet();
  }

  @Test
  void messagesOfAStreamGoBothWaysBeforeItEnds() {
    HttpClientRequest request = await(call("Echo"));
    request.sendHead();
    HttpClientResponse answer = await(request.response());
    for (String message : List.of("one", "two")) {
      Promise<String> echo = Promise.promise();
      answer.handler(bytes -> echo.tryComplete(bytes.toString()));
      request.write(Buffer.buffer(message));
      assertThat(await(echo.future())).isEqualTo(message);
    }
    Future<Void> ended = answer.end();
    request.end();
    await(ended);
    assertThat(answer.trailers().get("grpc-status")).isEqualTo("0");
    world.quiet();
  }

  @Test
  void aFailureThatIsAHeadOnlyStaysAHeadOnly() {
    try (Http2Wire raw = new Http2Wire(world.client())) {
      raw.send(
          Http2Wire.HEADERS,
          Http2Wire.END_HEADERS,
          1,
          Http2Wire.head("POST", "/bots/lal/Fails", "content-type", "application/grpc"));
      raw.lastData(1, "");
      Http2Wire.Frame head = raw.until(frame -> frame.is(Http2Wire.HEADERS, 1));
      assertThat(head.flags() & Http2Wire.END_STREAM).isEqualTo(Http2Wire.END_STREAM);
      Http2Headers headers = raw.decoded(head);
      assertThat(headers.get("grpc-status")).hasToString("12");
      assertThat(headers.get("grpc-message")).hasToString("no such method");
    }
    world.quiet();
  }

  @Test
  void aCallThatItsClientCancelsIsCancelledAtTheAgent() {
    HttpClientRequest request = await(call("Echo"));
    request.exceptionHandler(reset -> {});
    request.sendHead();
    await(request.response());
    Promise<Void> cancelled = Promise.promise();
    calls.get(0).response().closeHandler(closed -> cancelled.tryComplete());
    request.reset(Http2Wire.CANCEL);
    await(cancelled.future());
    world.quiet();
  }

  @Test
  void aConnectionToTheAgentCarriesTheNextCallToo() {
    for (int i = 0; i < 3; i++) {
      await(call("Echo")
          .compose(request -> request.end(Buffer.buffer("again")).compose(sent -> {
            return request.response();
          }))
          .compose(HttpClientResponse::body));
      world.quiet();
    }
    assertThat(calls.stream().map(HttpServerRequest::connection).distinct()).hasSize(1);
  }

  @Test
  void aRequestOfHttp1ReachesSuchAnAgentToo() {
    assertThat(world.ask("POST /bots/lal/Echo HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello"))
        .startsWith("HTTP/1.");
    assertThat(calls.get(0).version()).isEqualTo(HttpVersion.HTTP_2);
  }

  private Future<HttpClientRequest> call(String method) {
    return client
        .request(HttpMethod.POST, world.port(), "localhost", "/bots/lal/test.Service/" + method)
        .map(request -> request
            .putHeader("content-type", "application/grpc")
            .putHeader("te", "trailers")
            .setChunked(true));
  }
}

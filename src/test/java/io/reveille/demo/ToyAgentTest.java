package io.reveille.demo;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ToyAgentTest {
  // one event loop: what is composed runs before the next piece of an answer arrives
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private HttpClient client;
  private int port;

  @BeforeEach
  void begin() {
    port = await(ToyAgent.listen(vertx, ToyOptions.named("lal"))).actualPort();
    client = vertx.createHttpClient();
  }

  @AfterEach
  void end() {
    await(vertx.close());
  }

  @Test
  void anyRequestIsShownAsItCame() {
    JsonObject seen = json(HttpMethod.PUT, "/a%2Fb/../c?x=1&x=2", Buffer.buffer("hello"));

    assertThat(seen.getString("agent")).isEqualTo("lal");
    assertThat(seen.getString("method")).isEqualTo("PUT");
    assertThat(seen.getString("path")).isEqualTo("/a%2Fb/../c?x=1&x=2");
    assertThat(seen.getString("body")).isEqualTo("hello");
    assertThat(seen.getJsonObject("headers").getString("host")).isEqualTo("localhost:" + port);
    assertThat(seen.getLong("pid")).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void itIsHealthyAsLongAsItAnswersAndTheQuestionIsNotCounted() {
    assertThatCode(() -> ToyHealth.check(port)).doesNotThrowAnyException();
    assertThat(json(HttpMethod.GET, "/", Buffer.buffer()).getInteger("served")).isEqualTo(1);

    await(vertx.close());
    assertThatCode(() -> ToyHealth.check(port)).isInstanceOf(IOException.class);
  }

  @Test
  void ofALargeBodyTheBeginningIsShown() {
    JsonObject seen = json(HttpMethod.POST, "/", random(200_000));

    assertThat(seen.getString("body")).isNotEmpty();
    assertThat(seen.getString("body").length()).isLessThanOrEqualTo(64 * 1024);
  }

  @Test
  void requestsAreCountedAndTheBootIdStays() {
    JsonObject first = json(HttpMethod.GET, "/", Buffer.buffer());
    JsonObject second = json(HttpMethod.GET, "/", Buffer.buffer());

    assertThat(second.getLong("served")).isEqualTo(first.getLong("served") + 1);
    assertThat(second.getString("bootId")).isEqualTo(first.getString("bootId"));
  }

  @Test
  void aBodyComesBackByteForByte() {
    Buffer sent = random(3_000_000);

    assertThat(body(HttpMethod.POST, "/echo", sent)).isEqualTo(sent);
  }

  @Test
  void aChunkedBodyComesBackWithATrailerThatCountsIt() {
    Buffer sent = random(100_000);
    HttpClientRequest request = await(request(HttpMethod.POST, "/echo"));
    request.setChunked(true);
    Future<HttpClientResponse> answer = request.response();
    Future<Buffer> body = answer.compose(HttpClientResponse::body);
    await(request.write(sent));
    await(request.end());

    assertThat(await(body)).isEqualTo(sent);
    assertThat(await(answer).trailers().get("X-Echo-Bytes")).isEqualTo("100000");
  }

  @Test
  void http2IsSpokenWithoutTls() {
    HttpClient http2 = vertx.createHttpClient(new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setHttp2ClearTextUpgrade(false));

    Future<HttpClientResponse> answer = http2
        .request(HttpMethod.GET, port, "localhost", "/big?bytes=300000")
        .compose(HttpClientRequest::send);
    Future<Buffer> body = answer.compose(HttpClientResponse::body);

    assertThat(await(body).length()).isEqualTo(300_000);
    assertThat(await(answer).version()).isEqualTo(HttpVersion.HTTP_2);
    await(http2.close()); // until here it is in use: an HTTP client that nobody holds closes itself
  }

  @Test
  void theHeadOfAnEventStreamComesBeforeItsFirstEvent() {
    HttpClientResponse response =
        await(request(HttpMethod.GET, "/sse?every=60m").compose(HttpClientRequest::send));

    assertThat(response.getHeader("Content-Type")).isEqualTo("text/event-stream");
  }

  @Test
  void anEventStreamEndsAfterItsEvents() {
    String events = body(HttpMethod.GET, "/sse?n=2&every=1ms", Buffer.buffer()).toString();

    assertThat(events).isEqualTo("""
        id: 1
        data: {"agent":"lal","n":1}

        id: 2
        data: {"agent":"lal","n":2}

        """);
  }

  @Test
  void aWebSocketEchoesInTheSubprotocolThatWasAskedFor() {
    WebSocketClient sockets = vertx.createWebSocketClient();
    WebSocket socket = await(sockets.connect(new WebSocketConnectOptions()
        .setPort(port)
        .setHost("localhost")
        .setURI("/ws")
        .addSubProtocol("chat.v2")));
    Promise<String> text = Promise.promise();
    Promise<Buffer> binary = Promise.promise();
    socket.textMessageHandler(text::complete).binaryMessageHandler(binary::complete);
    Buffer large = random(200_000);

    await(socket.writeTextMessage("hello"));
    await(socket.writeBinaryMessage(large));

    assertThat(socket.subProtocol()).isEqualTo("chat.v2");
    assertThat(await(text.future())).isEqualTo("hello");
    assertThat(await(binary.future())).isEqualTo(large);
    await(sockets.close());
  }

  @Test
  void aSlowAnswerTakesItsTimeAndKeepsTheBody() {
    long begin = System.nanoTime();

    JsonObject seen = json(HttpMethod.POST, "/slow?for=120ms", Buffer.buffer("later"));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(119));
    assertThat(seen.getString("body")).isEqualTo("later");
  }

  @Test
  void theLogHoldsTheRequestIdsInOrderOfArrival() {
    json(HttpMethod.GET, "/?id=b", Buffer.buffer());
    await(request(HttpMethod.GET, "/")
        .compose(request ->
            request.putHeader("X-Request-Id", "a").send().compose(HttpClientResponse::body)));
    json(HttpMethod.GET, "/?id=b", Buffer.buffer());

    assertThat(new JsonArray(body(HttpMethod.GET, "/log", Buffer.buffer())))
        .isEqualTo(new JsonArray(List.of("b", "a", "b")));
  }

  @Test
  void itIsBusyWhenItIsToldSo() {
    assertThat(json(HttpMethod.GET, "/busy", Buffer.buffer()).getBoolean("busy"))
        .isFalse();
    json(HttpMethod.POST, "/busy?is=true", Buffer.buffer());
    assertThat(json(HttpMethod.GET, "/busy", Buffer.buffer()).getBoolean("busy"))
        .isTrue();
  }

  @Test
  void aParameterThatMakesNoSenseIsRefused() {
    HttpClientResponse response =
        await(request(HttpMethod.GET, "/slow?for=soon").compose(HttpClientRequest::send));

    assertThat(response.statusCode()).isEqualTo(400);
  }

  private JsonObject json(HttpMethod method, String uri, Buffer body) {
    return new JsonObject(body(method, uri, body));
  }

  private Buffer body(HttpMethod method, String uri, Buffer body) {
    return await(request(method, uri)
        // inside, on the event loop: the body may have come before an outer one is attached
        .compose(request -> request.send(body).compose(HttpClientResponse::body)));
  }

  private Future<HttpClientRequest> request(HttpMethod method, String uri) {
    return client.request(method, port, "localhost", uri);
  }

  private static Buffer random(int bytes) {
    byte[] content = new byte[bytes];
    new Random(7411).nextBytes(content);
    return Buffer.buffer(content);
  }
}

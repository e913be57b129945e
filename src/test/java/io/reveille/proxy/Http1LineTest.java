package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.reveille.testing.Eventually;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection to an agent, without a network: what goes out, byte by byte, and what is told of what comes in. */
class Http1LineTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> told = new ArrayList<>();
  private final List<Object> passed = new ArrayList<>();
  private final List<AgentResponse> answers = new ArrayList<>();
  private final Http1Line line = line();

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
    await(vertx.close());
  }

  @Test
  void whatHasNoBodyGoesOutInOnePiece() {
    Http1Request request = request(HttpMethod.GET);
    request.add("X-One", "1");

    request.end();

    ByteBuf sent = channel.readOutbound();
    assertThat(sent.toString(ISO_8859_1)).isEqualTo("GET /x HTTP/1.1\r\nX-One: 1\r\n\r\n");
    sent.release();
    assertThat(sent()).isEmpty();
  }

  @Test
  void aBodyOfUnknownLengthGoesInChunks() {
    Http1Request request = request(HttpMethod.POST);
    request.setChunked(true);

    request.sendHead();
    request.write(Buffer.buffer("hello, agent"));
    request.write(Buffer.buffer()); // would be the end
    request.end(Buffer.buffer("!"));

    assertThat(sent())
        .isEqualTo("POST /x HTTP/1.1|transfer-encoding: chunked||c|hello, agent|1|!|0||"
            .replace("|", "\r\n"));
  }

  @Test
  void aBodyOfKnownLengthGoesAsItIs() {
    Http1Request request = request(HttpMethod.PUT);
    request.add("Content-Length", "5");

    request.write(Buffer.buffer("hel"));
    request.write(Buffer.buffer("lo"));
    request.end();

    assertThat(sent()).isEqualTo("PUT /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello");
  }

  @Test
  void whatCameAsAByteGoesOutAsThatByte() {
    Http1Request request = request(HttpMethod.GET);
    request.add("X-Name", "J\u00fcrgen\tM");

    request.end();

    assertThat(sent()).contains("X-Name: J\u00fcrgen\tM\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Smuggled: b", "a\nb", "a\rb", "a\0b"})
  void aValueThatWouldEndItsLineIsRefused(String value) {
    Http1Request request = request(HttpMethod.GET);

    assertThatThrownBy(() -> request.add("X-Bad", value))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: 1\r\nX-Smuggled", "X\n", "X Y", "X:", "", "\0"})
  void aNameThatIsNoneIsRefused(String name) {
    Http1Request request = request(HttpMethod.GET);

    assertThatThrownBy(() -> request.add(name, "1")).isInstanceOf(IllegalArgumentException.class);

    assertThat(sent()).isEmpty();
  }

  @Test
  void theHeadOfARequestThatIsNeverSentIsGivenBack() {
    UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    channel.config().setAllocator(memory);
    request(HttpMethod.GET);
    long one = used(memory);

    request(HttpMethod.GET);
    assertThat(used(memory)).isEqualTo(one);

    endConnection();
    assertThat(used(memory)).isZero();
  }

  @Test
  void anAnswerIsToldInTheOrderInWhichItComes() {
    ask(HttpMethod.GET);

    says("HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
    says("1\r\n!\r\n0\r\nX-Sum: 3\r\n\r\n");

    assertThat(told).containsExactly("200 Fine", "ok", "!", "end");
    assertThat(answers.get(0).trailers().get("X-Sum")).isEqualTo("3");
  }

  @Test
  void interimAnswersAreNotTheAnswer() {
    ask(HttpMethod.GET);

    says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OK);

    assertThat(told).containsExactly("hint </a>", "200 OK", "ok", "end");
  }

  @Test
  void theAnswerToHeadEndsWithItsHead() {
    ask(HttpMethod.HEAD);
    says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    ask(HttpMethod.GET);
    says(OK);

    assertThat(told).containsExactly("200 OK", "end", "200 OK", "ok", "end");
  }

  @Test
  void whatNobodyWantsYetStaysInTheSocket() {
    ask(HttpMethod.GET);
    says("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n1");
    answers.get(0).pause();
    assertThat(channel.config().isAutoRead()).isFalse();

    says("2");
    says("34");
    assertThat(told).containsExactly("200 OK", "1");

    answers.get(0).fetch(1);
    assertThat(told).containsExactly("200 OK", "1", "2");
    assertThat(channel.config().isAutoRead()).isFalse();

    answers.get(0).resume();
    assertThat(told).containsExactly("200 OK", "1", "2", "34", "end");
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void whoeverWantsOnePieceAtATimeDoesNotGetTheRestIntoMemory() {
    ask(HttpMethod.GET);
    says("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
    answers.get(0).pause();
    answers.get(0).fetch(1);
    assertThat(channel.config().isAutoRead()).isTrue();

    says("1");

    assertThat(told).containsExactly("200 OK", "1");
    assertThat(channel.config().isAutoRead()).isFalse();
  }

  @Test
  void whoeverStopsInTheMidstOfWhatWaitedStops() {
    ask(HttpMethod.GET);
    says("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
    AgentResponse answer = answers.get(0);
    answer.pause();
    says("1");
    says("23");
    answer.handler(piece -> {
      told.add(piece.toString());
      answer.pause();
    });

    answer.resume();
    assertThat(told).containsExactly("200 OK", "1");
    answer.resume();
    assertThat(told).containsExactly("200 OK", "1", "23");
    answer.resume();
    assertThat(told).containsExactly("200 OK", "1", "23", "end");
  }

  @Test
  void aConnectionThatEndsBeforeTheAnswerIsToldOnce() {
    ask(HttpMethod.GET);

    endConnection();

    assertThat(told).containsExactly("no answer: Connection was closed");
  }

  @Test
  void anAnswerThatBreaksOffIsToldOnce() {
    ask(HttpMethod.GET);
    says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");

    endConnection();

    assertThat(told).containsExactly("200 OK", "half", "broken");
  }

  @Test
  void anAnswerWithoutALengthEndsWithItsConnection() {
    ask(HttpMethod.GET);
    says("HTTP/1.1 200 OK\r\n\r\nall of it");

    endConnection();

    assertThat(told).containsExactly("200 OK", "all of it", "end");
  }

  @ParameterizedTest
  @CsvSource({
    "no HTTP\\r\\n\\r\\n",
    "HTTP/1.2 200 OK\\r\\n\\r\\n",
    "HTTP/1.1 200 OK\\r\\n a: b\\r\\nb\\0: c\\r\\n\\r\\n"
  })
  void whatIsNoAnswerIsToldAsAFault(String text) {
    ask(HttpMethod.GET);

    says(text.translateEscapes());

    assertThat(told).hasSize(1);
    assertThat(told.get(0)).startsWith("no answer: ");
  }

  @Test
  void chunksThatAreNoneBreakTheAnswer() {
    ask(HttpMethod.GET);

    says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nxyz\r\n");

    assertThat(told).containsExactly("200 OK", "ok", "broken");
  }

  @Test
  void anAnswerThatNobodyAskedForEndsTheConnection() {
    ask(HttpMethod.GET);

    says(OK);
    says(OK);

    assertThat(told).containsExactly("200 OK", "ok", "end");
    assertThat(channel.isOpen()).isFalse();
  }

  /** A thousand idle connections would each hold the objects of an exchange, for the collector to look at. */
  @Test
  void nothingOfAnExchangeIsKeptBehindIt() {
    WeakReference<Http1Request> asked = new WeakReference<>(ask(HttpMethod.GET));
    says(OK);
    answers.clear();

    Eventually.holds("it is gone", Duration.ofSeconds(10), () -> {
      System.gc();
      return asked.get() == null;
    });
  }

  @Test
  void anUploadThatGoesOnBehindItsAnswerIsStillToldOfRoom() {
    Http1Request request = request(HttpMethod.POST);
    request.drainHandler(room -> told.add("room"));
    request.sendHead();
    says(OK);

    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.runPendingTasks();

    assertThat(told).contains("room");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRequestOnAConnectionThatHasEndedIsNotAnswered(boolean quietly) {
    endConnection();
    Http1Request request = request(HttpMethod.GET);
    request.exceptionHandler(fault -> told.add("no answer"));
    if (quietly) {
      request.quietly();
    }

    request.end();
    channel.runPendingTasks();

    assertThat(told).containsExactly("no answer");
  }

  @Test
  void beforeAnythingIsAskedAllIsForVertx() {
    channel.writeOutbound(new DefaultFullHttpRequest(
        HttpVersion.HTTP_1_1, io.netty.handler.codec.http.HttpMethod.GET, "/"));
    says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n");

    assertThat(passed).isNotEmpty();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void afterwardsNothingIs() {
    ask(HttpMethod.GET);

    says(OK);

    assertThat(passed).isEmpty();
  }

  @Test
  void whoeverWaitsForRoomIsToldOfIt() {
    Http1Request request = request(HttpMethod.POST);
    request.setWriteQueueMaxSize(8);
    request.drainHandler(room -> told.add("room"));
    assertThat(request.writeQueueFull()).isFalse();

    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    channel.runPendingTasks();
    assertThat(request.writeQueueFull()).isTrue();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
    channel.runPendingTasks();

    assertThat(told).containsExactly("room");
  }

  private Http1Line line() {
    channel.pipeline().addLast("codec", new HttpClientCodec());
    AnswerDecoder decoder =
        AnswerDecoder.on(channel.pipeline(), new HttpClientOptions()).orElseThrow();
    channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        passed.add(message);
        ReferenceCountUtil.release(message);
      }
    });
    return Http1Line.behind(
        decoder, channel.pipeline(), (ContextInternal) vertx.getOrCreateContext());
  }

  private void endConnection() {
    assertThat(channel.close().isSuccess()).isTrue();
  }

  private Http1Request request(HttpMethod method) {
    return line.request(method, "/x");
  }

  private Http1Request ask(HttpMethod method) {
    Http1Request request = request(method);
    request.exceptionHandler(fault -> told.add("no answer: " + fault.getMessage()));
    request.listener(new AgentRequest.Listener() {
      @Override
      public void hinted(MultiMap hints) {
        told.add("hint " + hints.get("Link"));
      }

      @Override
      public void answered(AgentResponse answer) {
        answers.add(answer);
        told.add(answer.status() + " " + answer.reason());
        answer.handler(piece -> told.add(piece.toString()));
        answer.endHandler(ended -> told.add("end"));
        answer.exceptionHandler(broken -> told.add("broken"));
      }
    });
    request.end();
    return request;
  }

  private static long used(UnpooledByteBufAllocator memory) {
    return memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory();
  }

  private void says(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
  }

  private String sent() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      text.append(piece.toString(ISO_8859_1));
      piece.release();
    }
    return text.toString();
  }
}

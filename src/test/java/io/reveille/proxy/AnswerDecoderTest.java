package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Vert.x promises nothing of what is held on to here: a version that changes it fails in this place. */
class AnswerDecoderTest {
  private static final HttpClientOptions LIMITS = new HttpClientOptions();
  private final Vertx vertx = Vertx.vertx();
  private final Origin origin = Origin.sayingHello();
  private final HttpClientAgent client = vertx.createHttpClient();
  private final HttpClientConnection connection =
      await(client.connect(new HttpConnectOptions().setHost("127.0.0.1").setPort(origin.port())));

  @AfterEach
  void close() {
    await(vertx.close());
    origin.close();
  }

  @Test
  void theMethodsOfAConnectionOfVertxReturnTheOneThatHasTheChannel() {
    ChannelPipeline pipeline = AnswerDecoder.bare(connection.closeHandler(closed -> {}))
        .channelHandlerContext()
        .pipeline();
    assertThat(AnswerDecoder.on(pipeline, LIMITS)).isPresent();
  }

  @Test
  void whatHasNoChannelIsToldApart() {
    assertThatThrownBy(() -> AnswerDecoder.bare(connection))
        .hasMessageStartingWith("This version of Vert.x shows no channel");
  }

  @Test
  void whatRemainsBehindAnAnswerThatCameInPiecesIsSeen() {
    Agent agent = new Agent();

    agent.says("HTTP/1.1 200 OK\r\nContent-Le").says("ngth: 2\r\n\r\nokEVIL");

    assertThat(agent.decoder.clean()).isFalse();
    agent.close();
  }

  @Test
  void anAnswerThatCameInPiecesIsClean() {
    Agent agent = new Agent();

    agent.says("HTTP/1.1 200 OK\r\nContent-Le").says("ngth: 2\r\n\r\no").says("k");

    assertThat(agent.decoder.clean()).isTrue();
    agent.close();
  }

  /** A pool hands out the very object again that was given back: not each of them, and only to threads of Netty's. */
  @Test
  void aBufferThatSomebodyElseHasByNowDoesNotMatter() {
    CompletableFuture.runAsync(
            AnswerDecoderTest::answersWhoseBuffersAreSoonUsedAgain,
            work -> new FastThreadLocalThread(work).start())
        .join();
  }

  private static void answersWhoseBuffersAreSoonUsedAgain() {
    Agent agent = new Agent();
    List<ByteBuf> others = new ArrayList<>();
    agent.channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
        others.add(bytes("of another connection"));
      }
    });
    for (int asked = 1; asked <= 100; asked++) {
      agent.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      assertThat(agent.decoder.clean()).as("answer %d", asked).isTrue();
      agent.isAsked();
    }
    others.forEach(ByteBuf::release);
    agent.close();
  }

  @Test
  void nothingIsKeptOfABrokenConnection() {
    Agent agent = new Agent();
    ByteBuf piece = bytes("HTTP/1.1 200 OK\r\nContent-Le");

    agent.channel.writeInbound(piece);
    assertThat(piece.refCnt()).isPositive();
    agent.close();

    assertThat(piece.refCnt()).isZero();
  }

  @Test
  void nothingIsKeptOfWhatIsNoLongerHttp() {
    Agent agent = new Agent();
    agent.says(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    agent.channel.pipeline().remove("codec");
    ByteBuf frame = bytes("a frame");

    agent.channel.writeInbound(frame);

    assertThat(frame.refCnt()).isOne();
    agent.close();
  }

  private static ByteBuf bytes(String text) {
    return PooledByteBufAllocator.DEFAULT.buffer(1024).writeBytes(text.getBytes(US_ASCII));
  }

  /** A connection to an agent that has been asked something, without Vert.x and without a network. */
  private static final class Agent {
    final EmbeddedChannel channel = new EmbeddedChannel();
    final AnswerDecoder decoder;

    Agent() {
      channel.pipeline().addLast("codec", new HttpClientCodec());
      decoder = AnswerDecoder.on(channel.pipeline(), LIMITS).orElseThrow();
      isAsked();
    }

    void isAsked() {
      channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    Agent says(String text) {
      channel.writeInbound(bytes(text));
      return this;
    }

    void close() {
      channel.finishAndReleaseAll();
    }
  }
}

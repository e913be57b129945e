package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;

/** A connection to an agent, without a network: what goes out, byte by byte, and what is told of what comes in. */
final class LineRig implements AutoCloseable {
  final EmbeddedChannel channel = new EmbeddedChannel();

  /** What the one who asked was told, in its order. */
  final List<String> told = new ArrayList<>();

  /** What got as far as Vert.x. */
  final List<Object> passed = new ArrayList<>();

  final List<AgentResponse> answers = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final Http1Line line = begin();

  @Override
  public void close() {
    channel.finishAndReleaseAll();
    await(vertx.close());
  }

  private Http1Line begin() {
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

  void endConnection() {
    assertThat(channel.close().isSuccess()).isTrue();
  }

  Http1Request request(HttpMethod method) {
    return line.request(method, "/x");
  }

  Http1Request ask(HttpMethod method) {
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

  void says(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
  }

  String sent() {
    StringBuilder text = new StringBuilder();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      text.append(piece.toString(ISO_8859_1));
      piece.release();
    }
    return text.toString();
  }
}

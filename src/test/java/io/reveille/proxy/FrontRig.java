package io.reveille.proxy;

import static io.reveille.testing.Await.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.reveille.testing.ManualTimers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** The connection of a client, without a network: the requests that come of its bytes, and what it is sent. */
final class FrontRig implements AutoCloseable {
  final EmbeddedChannel channel = new EmbeddedChannel();
  final List<ClientRequest> requests = new ArrayList<>();

  /** What was told of the requests, in its order. */
  final List<String> told = new ArrayList<>();

  /** What got as far as Vert.x. */
  final List<Object> passed = new ArrayList<>();

  /** What is done at once with each request. */
  Consumer<ClientRequest> whenAsked = request -> {};

  /** While it is set nothing of what is sent gets any further. */
  boolean stuck;

  private final Vertx vertx = Vertx.vertx();

  FrontRig() {
    ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
    channel
        .pipeline()
        .addLast(new SlowReader())
        .addLast("httpDecoder", new RequestDecoder(new HttpServerOptions()))
        .addLast(new RequestGuard())
        .addLast(Http1Front.NAME, new Http1Front(loop, this::take, this::refuse))
        .addLast(new ChannelInboundHandlerAdapter() {
          @Override
          public void channelRead(ChannelHandlerContext context, Object message) {
            passed.add(message);
            ReferenceCountUtil.release(message);
          }
        });
  }

  @Override
  public void close() {
    stuck = false;
    channel.flush();
    channel.finishAndReleaseAll();
    await(vertx.close());
  }

  private void take(ClientRequest request) {
    String uri = request.uri();
    requests.add(request);
    told.add(uri);
    request.handler(piece -> told.add(uri + " " + piece));
    request.endHandler(ended -> told.add(uri + " end"));
    request.exceptionHandler(fault -> told.add(uri + " broke: " + fault.getMessage()));
    request.response().whenGone(() -> told.add(uri + " gone"));
    whenAsked.accept(request);
  }

  private void refuse(ClientRequest request, Throwable cause) {
    told.add("refused: " + cause.getMessage());
    Answers.invalid(request, cause, new ManualTimers());
  }

  ClientRequest last() {
    return requests.get(requests.size() - 1);
  }

  /** What a client sends, in one piece. */
  FrontRig says(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    return this;
  }

  /** What it has got since it was asked last. */
  String got() {
    channel.runPendingTasks();
    StringBuilder text = new StringBuilder();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      text.append(piece.toString(ISO_8859_1));
      piece.release();
    }
    return text.toString();
  }

  void goesAway() {
    assertThat(channel.close().isSuccess()).isTrue();
  }

  /** What is sent waits while it is {@link #stuck}, as if nobody read at the other end. */
  private final class SlowReader extends ChannelOutboundHandlerAdapter {
    private final Deque<Runnable> unsent = new ArrayDeque<>();

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise has it
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      unsent.add(() -> context.writeAndFlush(message, promise));
    }

    @Override
    public void flush(ChannelHandlerContext context) {
      while (!stuck && !unsent.isEmpty()) {
        unsent.remove().run();
      }
    }
  }
}

package io.reveille.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.reveille.config.GatewayConfig.Proxy;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client does not finish the head of a request in time, however it trickles, one that is not
 * used any more, and one whose client stops in the middle of a body. One timer, set anew only when it fires. Confined to the event loop of its connection.
 */
final class ConnectionClock extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<ConnectionClock> KEY =
      AttributeKey.valueOf(ConnectionClock.class, "clock");
  private static final String TOO_SLOW =
      "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

  /** With everything switched off, how soon a change of the configuration is seen. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(60);

  private final Supplier<Proxy> settings;
  private Phase phase = Phase.HEAD;
  private int exchanges;
  private boolean used;
  private boolean multiplexed;
  private long sinceNanos;
  private @Nullable ChannelHandlerContext context;
  private @Nullable ScheduledFuture<?> timer;
  private @Nullable ClientRequest underWay;
  private @Nullable FinishedClient finished;

  /** Where the connection stands. */
  private enum Phase {
    /** The next request has begun, or is the first one: its head is awaited. */
    HEAD,
    /** Requests are under way, or it has become a tunnel. */
    EXCHANGE,
    /** The body of the request under way is taken as it comes. */
    BODY,
    /** Nothing has come since the last answer. */
    QUIET
  }

  ConnectionClock(Supplier<Proxy> settings) {
    this.settings = settings;
  }

  /** Tells the clock of a connection, if it has one, of the requests that come over it. */
  static Handler<ClientRequest> around(Handler<ClientRequest> handler) {
    return request -> {
      ConnectionClock clock = of(request);
      if (clock != null) {
        clock.follow(request);
      }
      handler.handle(request);
    };
  }

  /** From now on its client keeps its agent waiting. */
  static void awaitBody(ClientRequest request) {
    ConnectionClock clock = of(request);
    if (clock != null && !clock.multiplexed) {
      clock.awaitBody();
    }
  }

  private static @Nullable ConnectionClock of(ClientRequest request) {
    return request.channel().attr(KEY).get();
  }

  private void follow(ClientRequest request) {
    multiplexed = request.version() == HttpVersion.HTTP_2;
    underWay = request;
    request.response().whenEnded(() -> ended(request));
    StillThere.of(context().channel()).begin();
    begun();
  }

  void awaitBody() {
    phase = Phase.BODY;
    sinceNanos = now();
  }

  void begun() {
    exchanges++;
    used = true;
    phase = Phase.EXCHANGE;
  }

  /** What has switched protocols stays an exchange for good. */
  private void ended(ClientRequest request) {
    if (request.response().status() != 101) {
      underWay = null;
      ended();
    }
  }

  void ended() {
    exchanges--;
    if (exchanges == 0) {
      phase = Phase.QUIET;
      sinceNanos = now();
      FinishedClient gone = finished;
      if (gone != null) {
        gone.answered();
      }
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext here) {
    context = here;
    here.channel().attr(KEY).set(this);
    sinceNanos = now();
    lookIn(longestLook());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext here) {
    ScheduledFuture<?> set = timer;
    if (set != null) {
      set.cancel(false);
    }
  }

  /** With HTTP/2 what comes in between need not be a request: there quiet is what has no stream. */
  @Override
  public void channelRead(ChannelHandlerContext here, Object bytes) {
    if (phase == Phase.QUIET && !multiplexed) {
      phase = Phase.HEAD;
      sinceNanos = now();
    } else if (phase == Phase.BODY) {
      sinceNanos = now();
    }
    here.fireChannelRead(bytes);
  }

  /** The client says no more: who does not wait for an answer has gone. */
  @Override
  public void userEventTriggered(ChannelHandlerContext here, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent)) {
      here.fireUserEventTriggered(event);
    } else if ((phase == Phase.EXCHANGE || phase == Phase.BODY)
        && RequestGuard.awaitsOnlyAnswers(here.pipeline())) {
      finished = new FinishedClient(here, () -> Optional.ofNullable(underWay));
      finished.watch();
    } else {
      here.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
  }

  private void look() {
    if (phase == Phase.BODY) {
      lookAtBody();
    }
    Duration limit = limit();
    if (limit.isZero()) {
      lookIn(longestLook());
      return;
    }
    if (phase == Phase.QUIET && stillSending()) {
      sinceNanos = now();
    }
    Duration rest = limit.minusNanos(now() - sinceNanos);
    if (rest.isZero() || rest.isNegative()) {
      tooLate();
    } else {
      Duration longest = longestLook();
      lookIn(rest.compareTo(longest) < 0 ? rest : longest);
    }
  }

  private void lookAtBody() {
    if (!RequestGuard.inBody(context().pipeline())) {
      phase = Phase.EXCHANGE;
    } else if (!context().channel().config().isAutoRead()) {
      sinceNanos = now(); // the agent keeps the client waiting
    }
  }

  /** Zero: none. */
  private Duration limit() {
    return switch (phase) {
      case HEAD -> settings.get().requestHeadTimeout();
      case EXCHANGE -> Duration.ZERO;
      case BODY, QUIET -> settings.get().idleConnectionTimeout();
    };
  }

  /** The end of the last answer may wait for a slow reader. */
  private boolean stillSending() {
    Channel channel = context().channel();
    Http2ConnectionHandler streams = channel.pipeline().get(Http2ConnectionHandler.class);
    ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
    return (unsent != null && unsent.totalPendingWriteBytes() > 0)
        || (streams != null && streams.connection().numActiveStreams() > 0);
  }

  private void tooLate() {
    if (phase == Phase.BODY) {
      phase = Phase.EXCHANGE;
      RequestGuard.giveUp(context().pipeline());
      lookIn(longestLook());
    } else {
      close();
    }
  }

  private void close() {
    Channel channel = context().channel();
    boolean first = phase == Phase.HEAD && !used;
    boolean clear = channel.pipeline().get(SslHandler.class) == null;
    // whoever did not even say which protocol it speaks most likely speaks HTTP/1.1
    ChannelFuture told = first && clear
        ? context().writeAndFlush(Unpooled.copiedBuffer(TOO_SLOW, StandardCharsets.US_ASCII))
        : channel.newSucceededFuture();
    told.addListener(ChannelFutureListener.CLOSE);
  }

  /** Short enough that a head that begins right after a look is not waited for too long. */
  private Duration longestLook() {
    Duration head = settings.get().requestHeadTimeout();
    return head.isZero() || head.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : head;
  }

  private void lookIn(Duration wait) {
    timer = context().executor().schedule(this::look, wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private long now() {
    return context().executor().ticker().nanoTime();
  }

  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not in a pipeline yet");
  }
}

package io.reveille.proxy;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A client that has shut down its side of the connection behind a whole request. It may wait for its answer, or may
 * have gone: to TCP both look the same until something is sent to it.
 */
final class FinishedClient {
  private static final long LOOK_MILLIS = 500;

  /** In looks: an answer that stands still might go on waiting for a client that has gone. */
  private static final int LONGEST_SILENCE = 2;

  private final ChannelHandlerContext context;
  private final Supplier<Optional<ClientRequest>> underWay;
  private long written;
  private int silent;

  /** @param underWay the request that is being answered; empty if that is done */
  FinishedClient(ChannelHandlerContext context, Supplier<Optional<ClientRequest>> underWay) {
    this.context = context;
    this.underWay = underWay;
  }

  void watch() {
    context
        .executor()
        .schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS)
        .addListener(looked -> {
          if (!looked.isSuccess()) {
            close();
          }
        });
  }

  /** The last answer is on its way out; the connection ends behind it. */
  void answered() {
    context.executor().execute(this::endBehindTheAnswer);
  }

  private void endBehindTheAnswer() {
    if (underWay.get().isEmpty() && !unsent()) {
      close();
    }
  }

  private void look() {
    if (!context.channel().isActive()) {
      return;
    }
    Optional<ClientRequest> request = underWay.get();
    boolean stays = request.isPresent() ? stays(request.get()) : unsent();
    if (stays) {
      watch();
    } else {
      close();
    }
  }

  private boolean stays(ClientRequest request) {
    if (!request.response().headWritten()) {
      boolean knowsOfIt = request.version() != HttpVersion.HTTP_1_0;
      if (knowsOfIt) {
        StillThere.of(context.channel()).ask();
      }
      return knowsOfIt;
    }
    long now = request.response().bytesWritten();
    silent = now == written ? silent + 1 : 0;
    written = now;
    return silent < LONGEST_SILENCE || unsent();
  }

  private boolean unsent() {
    ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
    return unsent != null && unsent.totalPendingWriteBytes() > 0;
  }

  private void close() {
    context.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}

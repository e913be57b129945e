package io.reveille.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Proxy;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of clients to the data port: how many there are and from where. Those beyond the limits are closed
 * before a byte of them is read; the others get a {@link ConnectionClock} and are looked at by {@link FirstBytes}. Safe
 * from any thread.
 */
public final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final int TOLD_EVERY = 60;

  /**
   * How much is read at once: from 64 bytes to 16 KiB, at first 2 KiB. Over io_uring a read that was asked for cannot be
   * taken back, so that of the body of each held request two such pieces may be read.
   */
  private static final RecvByteBufAllocator PIECES =
      new AdaptiveRecvByteBufAllocator(64, 2_048, 16_384);

  private final Supplier<GatewayConfig> config;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private final AtomicBoolean refusing = new AtomicBoolean();

  public Connections(Supplier<GatewayConfig> config) {
    this.config = config;
  }

  /** Does what {@code plain} does, and watches the data port. */
  public Transport over(Transport plain) {
    return new Transport() {
      @Override
      public String name() {
        return plain.name();
      }

      @Override
      public boolean available() {
        return plain.available();
      }

      @Override
      public @Nullable Throwable unavailabilityCause() {
        return plain.unavailabilityCause();
      }

      @Override
      public io.vertx.core.spi.transport.Transport implementation() {
        return new FrontTransport(plain.implementation(), Connections.this::beforeBind);
      }
    };
  }

  int open() {
    return open.get();
  }

  private void beforeBind(NetServerOptions options, ServerBootstrap bootstrap) {
    if (options.getPort() == ProxyVerticle.portToBind(config.get().server())) {
      Proxy settings = config.get().proxy();
      HttpServerOptions limits = new HttpServerOptions()
          .setMaxChunkSize(Flow.PIECE)
          .setMaxHeaderSize(settings.maxHeaderSize())
          .setMaxInitialLineLength(settings.maxUrlLength());
      // whether a client that says no more has gone is for the ConnectionClock to find out
      bootstrap.handler(new Door(limits)).childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }
  }

  private boolean admit(Channel connection, HttpServerOptions limits) {
    GatewayConfig.Connections most = config.get().server().connections();
    Optional<InetAddress> from = address(connection);
    int all = open.incrementAndGet();
    int same = from.map(address -> byAddress.merge(address, 1, Integer::sum)).orElse(0);
    boolean admitted = (most.inAll() == 0 || all <= most.inAll())
        && (most.perAddress() == 0 || same <= most.perAddress());
    if (!admitted) {
      gone(from);
      tell(from, all, same);
      return false;
    }
    Supplier<Proxy> settings = () -> config.get().proxy();
    connection.config().setRecvByteBufAllocator(PIECES);
    connection
        .pipeline()
        .addLast(new ConnectionClock(settings))
        .addLast(new FirstBytes(settings, limits));
    connection.closeFuture().addListener(closed -> {
      gone(from);
      refusing.set(false);
    });
    return true;
  }

  private void gone(Optional<InetAddress> from) {
    open.decrementAndGet();
    from.ifPresent(
        address -> byAddress.computeIfPresent(address, (key, n) -> n == 1 ? null : n - 1));
  }

  /** Once until one of those that are there has ended: a flood must not fill the log. */
  private void tell(Optional<InetAddress> from, int all, int same) {
    if (refusing.compareAndSet(false, true)) {
      LOG.warn(
          "A connection from {} was closed: there are {} already, {} of them from there",
          from.map(InetAddress::getHostAddress).orElse("an unknown address"),
          all - 1,
          Math.max(0, same - 1));
    }
  }

  private static Optional<InetAddress> address(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress address
        ? Optional.ofNullable(address.getAddress())
        : Optional.empty();
  }

  /** Sees each connection before the server that accepts it does. */
  private final class Door extends ChannelInboundHandlerAdapter {
    private final HttpServerOptions limits;
    private int pauses;

    Door(HttpServerOptions limits) {
      this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel connection && !admit(connection, limits)) {
        connection.unsafe().closeForcibly();
      } else {
        context.fireChannelRead(message);
      }
    }

    /** Most often there is no file descriptor left: asking again at once would only burn the processor. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ChannelConfig server = context.channel().config();
      if (server.isAutoRead()) {
        if (pauses++ % TOLD_EVERY == 0) {
          LOG.warn("No connection can be accepted for a second: {}", cause.toString());
        }
        server.setAutoRead(false);
        context
            .executor()
            .schedule(() -> server.setAutoRead(true), 1, TimeUnit.SECONDS)
            .addListener(done -> {
              if (!done.isSuccess()) {
                LOG.error("No connection will be accepted any more", done.cause());
              }
            });
      }
    }
  }
}

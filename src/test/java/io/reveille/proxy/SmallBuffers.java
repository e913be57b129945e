package io.reveille.proxy;

import io.netty.channel.ChannelOption;
import io.vertx.core.transport.Transport;

/** The kernel takes next to nothing for a client that does not read: what is answered to it waits in Reveille. */
final class SmallBuffers implements Transport {
  private static final int BYTES = 4_096;

  @Override
  public String name() {
    return NIO.name();
  }

  @Override
  public boolean available() {
    return NIO.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return NIO.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new FrontTransport(
        NIO.implementation(),
        (options, bootstrap) -> bootstrap.childOption(ChannelOption.SO_SNDBUF, BYTES));
  }
}

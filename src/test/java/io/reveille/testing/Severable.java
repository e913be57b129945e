package io.reveille.testing;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a container engine that a test can cut, as if the engine had gone, and mend. */
public final class Severable implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private final SocketAddress engine;
  private final int port = FreePort.next();
  private volatile boolean whole = true;

  public Severable(String host) {
    URI uri = URI.create(host);
    this.engine = uri.getScheme().equals("unix")
        ? SocketAddress.domainSocketAddress(uri.getPath())
        : SocketAddress.inetSocketAddress(uri.getPort(), uri.getHost());
    Await.await(vertx.createNetServer().connectHandler(this::connect).listen(port, "127.0.0.1"));
  }

  public int port() {
    return port;
  }

  /** Nobody gets through, and who was through hears no more. */
  public void cut() {
    whole = false;
    open.forEach(NetSocket::close);
  }

  public void restore() {
    whole = true;
  }

  @Override
  public void close() {
    Await.await(vertx.close());
  }

  private void connect(NetSocket near) {
    open.add(near);
    if (!whole) {
      near.close();
      return;
    }
    near.pause();
    client
        .connect(engine)
        .onSuccess(far -> {
          join(near, far);
          join(far, near);
          near.resume();
        })
        .onFailure(fault -> near.close());
  }

  private void join(NetSocket from, NetSocket to) {
    open.add(from);
    from.handler(to::write).exceptionHandler(broken -> to.close()).closeHandler(closed -> {
      open.remove(from);
      to.close();
    });
  }
}

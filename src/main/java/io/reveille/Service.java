package io.reveille;

import io.reveille.config.JarFiles;
import io.reveille.config.OsSignal;
import io.reveille.proxy.Connections;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reveille as a process: on the fastest transport there is, until a signal ends it. */
final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration CLOSING = Duration.ofSeconds(20);

  /**
   * Netty 4.2.18 asks again at once, and for ever, when an accept of this kind fails for want of a file descriptor,
   * even if it has been told to stop reading.
   */
  private static final String ACCEPT_MANY = "io.netty.iouring.acceptMultiShotEnabled";

  /** How many reads and writes Netty hands to the kernel at once: its 128 are too few for some hundred connections. */
  private static final String RING_SIZE = "io.netty.iouring.ringSize";

  /**
   * The time that an event loop has nothing to do is not time that it waits for a disk, and the kernel need not keep an
   * account of it; Linux 6.15 and newer.
   */
  private static final String NO_WAIT_ACCOUNT = "io.netty.iouring.enterNoIoWaitEnabled";

  /** One of Vert.x's names, to compare transports or to do without one. */
  private static final String TRANSPORT = "reveille.transport";

  private final LiveConfig config;
  private final CountDownLatch end = new CountDownLatch(1);

  Service(LiveConfig config) {
    this.config = config;
  }

  /**
   * Returns the exit code when it has stopped.
   *
   * @param ready called once agents are served
   * @param after called at the very end
   */
  int run(Consumer<Gateway> ready, Runnable after) {
    AtomicInteger exitCode = new AtomicInteger();
    JarFiles files = new JarFiles();
    Vertx vertx = vertx(new Connections(config), files);
    LOG.info("Transport: {}", fastest().name());
    Future<Gateway> started = Gateway.start(vertx, config);
    Thread hook = new Thread(
        () -> {
          close(started, vertx);
          after.run();
        },
        "reveille-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    started.onSuccess(all -> vertx
        .executeBlocking(files::removeCopies)
        .onFailure(fault -> LOG.warn("Copies of files of the jar stay behind", fault)));
    started
        .compose(gateway -> gateway.serving().map(gateway))
        .onSuccess(ready::accept)
        .onFailure(fault -> {
          LOG.error("Reveille cannot start: {}", said(fault));
          exitCode.set(1);
          end.countDown();
        });
    // Java would end with 143; whoever runs a service takes a clean stop for 0
    List.of("TERM", "INT").forEach(signal -> OsSignal.on(signal, end::countDown));
    await(end);
    return exitCode.get();
  }

  /** As a signal does. */
  void end() {
    end.countDown();
  }

  private static String said(Throwable fault) {
    return Optional.ofNullable(fault.getMessage()).orElse(fault.toString());
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static Vertx vertx(Connections connections, JarFiles files) {
    VertxOptions options = new VertxOptions()
        .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
        .setDisableTCCL(true);
    return VertxBootstrap.create()
        .options(options)
        .transport(connections.over(fastest()).implementation())
        .fileResolver(files)
        .init()
        .vertx();
  }

  static Transport fastest() {
    tuneRing();
    String only = System.getProperty(TRANSPORT, "auto");
    return Stream.of(Transport.IO_URING, Transport.EPOLL)
        .filter(transport -> transport != null && transport.available())
        .filter(transport -> only.equals("auto") || only.equals(transport.name()))
        .findFirst()
        .orElse(Transport.NIO);
  }

  /** Before a transport is looked at for the first time. What is set by hand stays. */
  private static void tuneRing() {
    Map.of(ACCEPT_MANY, "false", RING_SIZE, "1024", NO_WAIT_ACCOUNT, "true")
        .forEach((name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }

  /** On the shutdown hook's own thread: the process ends when this returns. */
  private void close(Future<Gateway> started, Vertx vertx) {
    Duration drain = config.get().proxy().drainTimeout();
    LOG.info("Stopping: requests under way may finish within {} s", drain.toSeconds());
    awaitEnd(
        started.transform(
            start -> start.succeeded() ? start.result().stop() : Future.succeededFuture()),
        drain.plus(CLOSING));
    // from here: a future that belongs to an event loop cannot tell of the end of that loop
    awaitEnd(vertx.close(), CLOSING);
  }

  private static void awaitEnd(Future<?> work, Duration patience) {
    CountDownLatch ended = new CountDownLatch(1);
    work.onFailure(fault -> LOG.warn("Reveille did not stop cleanly", fault))
        .onComplete(done -> ended.countDown());
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Not everything was closed within {} s", patience.toSeconds());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.reveille.runtime;

import io.reveille.core.Timers;
import io.reveille.runtime.DockerFault.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the engine: one connection at an agreed API version, each call on the threads of its {@link Lane} and each
 * with a limit. Fails with a {@link DockerFault} only. To be used from one context.
 */
final class DockerLine {
  private static final Logger log = LoggerFactory.getLogger(DockerLine.class);
  private static final Duration AGREEMENT = Duration.ofSeconds(15);

  private final String endpoint;
  private final Timers timers;
  private final Map<Lane, WorkerExecutor> lanes = new EnumMap<>(Lane.class);
  private @Nullable DockerConnection connection;
  private Future<ApiVersion> connecting = Future.failedFuture("not tried yet");
  private boolean closed;

  /** A call that may throw what docker-java throws. */
  @FunctionalInterface
  interface Request<T> {
    T send(DockerConnection connection) throws Exception;
  }

  DockerLine(Vertx vertx, String endpoint, Timers timers) {
    this.endpoint = endpoint;
    this.timers = timers;
    for (Lane lane : Lane.values()) {
      // the limits are ours: Vert.x is only to warn of a thread that outlives all of them
      lanes.put(
          lane,
          vertx.createSharedWorkerExecutor(lane.threadName(), lane.threads(), 1, TimeUnit.HOURS));
    }
  }

  String endpoint() {
    return endpoint;
  }

  /** As {@link #connect}, on new sockets: those of before an outage are dead and fail one by one. */
  Future<ApiVersion> reconnect() {
    if (isConnecting()) {
      return connect();
    }
    DockerConnection old = connection;
    connection = null;
    return (old == null ? Future.<Void>succeededFuture() : discard(old)).compose(gone -> connect());
  }

  /** Agrees on a version anew, for the engine may have been upgraded meanwhile (F26). */
  Future<ApiVersion> connect() {
    if (closed) {
      return Future.failedFuture(
          new DockerFault(Kind.UNREACHABLE, "Reveille has let go of " + endpoint()));
    }
    if (!isConnecting()) {
      connecting = agree();
    }
    return connecting;
  }

  /** Asked of the future itself: one that failed at once would outlive whatever is to clear it when it ends. */
  private boolean isConnecting() {
    return !connecting.isComplete();
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends a stream; to close it may block as long as the engine sends nothing. */
  Future<Void> release(EventStream stream) {
    Callable<@Nullable Void> closing = () -> {
      stream.close();
      return null;
    };
    return run(Lane.WATCH, AGREEMENT, "end of events", closing).<Void>mapEmpty().recover(left -> {
      log.warn("An event stream could not be closed: {}", left.getMessage());
      return Future.succeededFuture();
    });
  }

  Future<Void> close() {
    closed = true;
    DockerConnection last = connection;
    connection = null;
    return (last == null ? Future.<Void>succeededFuture() : discard(last)).eventually(() -> {
      Future<Void> done = Future.succeededFuture();
      for (WorkerExecutor lane : lanes.values()) {
        done = done.eventually(lane::close);
      }
      return done;
    });
  }

  <T extends @Nullable Object> Future<T> call(
      Lane lane, Duration limit, String tried, Request<T> request) {
    return connected()
        .compose(link -> run(lane, limit, tried, () -> request.send(link)))
        .recover(fault -> isVersionRefusal(fault)
            ? connect().compose(agreed -> again(lane, limit, tried, request))
            : Future.failedFuture(fault));
  }

  /** Once more after a new agreement; what is refused then is refused. */
  private <T extends @Nullable Object> Future<T> again(
      Lane lane, Duration limit, String tried, Request<T> request) {
    return connected().compose(link -> run(lane, limit, tried, () -> request.send(link)));
  }

  private static boolean isVersionRefusal(Throwable fault) {
    return fault instanceof DockerFault known && known.kind() == Kind.VERSION;
  }

  private Future<DockerConnection> connected() {
    DockerConnection open = connection;
    return open != null ? Future.succeededFuture(open) : connect().compose(agreed -> connected());
  }

  private Future<ApiVersion> agree() {
    DockerConnection old = connection;
    return run(Lane.WATCH, AGREEMENT, "GET version", () -> connection(endpoint, old))
        .compose(opened -> closed ? discard(opened).compose(gone -> connect()) : use(opened));
  }

  /** What is under way on a connection that still serves (a stop, say) goes on when only the stream was cut. */
  private static DockerConnection connection(String endpoint, @Nullable DockerConnection old)
      throws DockerFault, IOException {
    ApiVersion version = DockerConnection.agree(endpoint);
    return old != null && old.serves(endpoint, version)
        ? old
        : new DockerConnection(endpoint, version);
  }

  private Future<ApiVersion> use(DockerConnection opened) {
    DockerConnection old = connection;
    connection = opened;
    if (opened == old) {
      return Future.succeededFuture(opened.version());
    }
    log.info("Engine at {} answers, API version {}", endpoint(), opened.version());
    return (old == null ? Future.<Void>succeededFuture() : discard(old)).map(opened.version());
  }

  /** A call that failed to close is logged there; nothing else depends on it. */
  private Future<Void> discard(DockerConnection old) {
    Callable<@Nullable Void> closing = () -> {
      close(old);
      return null;
    };
    return run(Lane.WATCH, AGREEMENT, "close", closing).<Void>mapEmpty().recover(left -> {
      log.warn("A connection to the engine could not be closed: {}", left.getMessage());
      return Future.succeededFuture();
    });
  }

  private static void close(DockerConnection old) {
    try {
      old.close();
    } catch (IOException left) {
      log.warn("A connection to the engine did not close cleanly: {}", left.toString());
    }
  }

  private <T extends @Nullable Object> Future<T> run(
      Lane lane, Duration limit, String tried, Callable<T> work) {
    BlockingCall<T> call = new BlockingCall<>(work);
    Promise<T> answer = Promise.promise();
    Timers.Timer limiter = timers.after(limit, () -> {
      call.giveUp();
      answer.tryFail(new DockerFault(
          Kind.TIMED_OUT,
          tried + ": no answer from " + endpoint() + " within " + limit.toSeconds() + " s"));
    });
    threads(lane).executeBlocking(call, false).onComplete(done -> {
      limiter.cancel();
      if (done.succeeded()) {
        answer.tryComplete(done.result());
      } else {
        answer.tryFail(DockerFault.of(done.cause(), tried, endpoint()));
      }
    });
    return answer.future();
  }

  private WorkerExecutor threads(Lane lane) {
    return Objects.requireNonNull(lanes.get(lane));
  }
}

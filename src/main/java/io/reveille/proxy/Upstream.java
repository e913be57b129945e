package io.reveille.proxy;

import io.netty.channel.ChannelPipeline;
import io.reveille.core.AgentView;
import io.reveille.core.Timers;
import io.reveille.core.Timers.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.HttpClientConnectionInternal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one run of an agent. Its clock for a missing answer is a single timer that is set anew only when
 * it fires: a request that is answered in time costs it two writes. Confined to its event loop.
 */
final class Upstream {
  private final HttpClientConnection connection;
  private final AgentView view;
  private final Timers timers;
  private final Duration patience;
  private @Nullable Timer watch;
  private @Nullable Runnable late;
  private final Optional<AnswerDecoder> answers;
  private final Optional<Http1Line> line;
  private long waitingSince;
  private long idleSince;
  private boolean reused;
  private boolean open = true;
  private Runnable whenClosed = () -> {};

  Upstream(
      HttpClientConnection connection,
      HttpClientOptions options,
      AgentView view,
      Timers timers,
      Duration patience) {
    this.connection = connection;
    this.view = view;
    this.timers = timers;
    this.patience = patience;
    HttpClientConnectionInternal bare =
        AnswerDecoder.bare(connection.closeHandler(closed -> closed()));
    ChannelPipeline pipeline = bare.channelHandlerContext().pipeline();
    this.answers = AnswerDecoder.on(pipeline, options);
    this.line = answers.map(decoder -> Http1Line.behind(decoder, pipeline, bare.context()));
  }

  AgentView view() {
    return view;
  }

  boolean open() {
    return open;
  }

  /** It has carried an exchange before, so the agent may close it at any moment. */
  boolean reused() {
    return reused;
  }

  long idleSince() {
    return idleSince;
  }

  Future<AgentRequest> request(HttpMethod method, String uri) {
    if (line.isEmpty()) {
      return requestOfVertx(method, uri).map(VertxRequest::new);
    }
    return Future.succeededFuture(line.get().request(method, uri));
  }

  /** A request that Vert.x sends, and that may make of the connection what it likes. */
  Future<HttpClientRequest> requestOfVertx(HttpMethod method, String uri) {
    return connection.request(new RequestOptions().setMethod(method).setURI(uri));
  }

  /** Nothing came over it but the answers to what was asked. */
  boolean clean() {
    return answers.isEmpty() || answers.get().clean();
  }

  /** Something was sent: the answer is waited for from now on, and {@code tooLate} runs when it does not come. */
  void await(Runnable tooLate) {
    late = tooLate;
    sent();
    if (watch == null && !patience.isZero()) {
      watch = timers.after(patience, this::look);
    }
  }

  void sent() {
    waitingSince = timers.nanos();
  }

  /** Runs {@code action} when it shows whether the agent sent more than its answer: as soon as all is decoded. */
  void whenRead(Context loop, Runnable action) {
    if (answers.isEmpty()) {
      loop.runOnContext(later -> action.run());
    } else if (!answers.get().whenRead(action)) {
      action.run();
    }
  }

  void answered() {
    late = null;
  }

  void rest() {
    late = null;
    reused = true;
    idleSince = timers.nanos();
  }

  void whenClosed(Runnable action) {
    whenClosed = action;
  }

  void close() {
    if (open) {
      over();
      connection.close();
    }
  }

  private void closed() {
    over();
    whenClosed.run();
  }

  private void over() {
    open = false;
    late = null;
    Timer timer = watch;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void look() {
    watch = null;
    Runnable tooLate = late;
    if (tooLate == null) {
      return;
    }
    long rest = patience.toNanos() - (timers.nanos() - waitingSince);
    if (rest <= 0) {
      tooLate.run();
    } else {
      watch = timers.after(Duration.ofNanos(rest), this::look);
    }
  }
}

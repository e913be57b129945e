package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to the agent: its head, its body, and its answer or what is said instead of one. */
final class Forwarding {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
  private final Exchange exchange;
  private final Dialling dialling;
  private final Upstreams upstreams;
  private final Lane lane;
  private final ClientRequest request;
  private final RequestBody body;
  private final Promise<Void> headSent = Promise.promise();
  private @Nullable Upstream current;
  private boolean retried;
  private boolean answering;

  Forwarding(Exchange exchange, Dialling dialling, Upstreams upstreams, Lane lane) {
    this.exchange = exchange;
    this.dialling = dialling;
    this.upstreams = upstreams;
    this.lane = lane;
    this.request = exchange.request();
    this.body = exchange.body();
  }

  Future<Void> begin() {
    exchange.whenGone(this::abandon);
    body.look(this::dial);
    return headSent.future();
  }

  private void dial() {
    Optional<Upstream> kept = dialling.kept();
    if (kept.isPresent()) {
      use(kept.get());
    } else {
      connect();
    }
  }

  private void connect() {
    dialling.connect().onSuccess(upstream -> guard(() -> use(upstream))).onFailure(this::missed);
  }

  private void missed(Throwable fault) {
    headSent.tryComplete();
    if (body.touched()) {
      unreachable(fault); // what was read of its body is not there a second time
    } else {
      dialling.missed(fault);
    }
  }

  private void use(Upstream upstream) {
    if (exchange.over()) {
      upstreams.keep(upstream);
      headSent.tryComplete();
      return;
    }
    current = upstream;
    try {
      ask(upstream, dialling.request(upstream));
    } catch (RuntimeException fault) {
      failed(fault);
    }
  }

  private void ask(Upstream upstream, Future<AgentRequest> out) {
    if (out.succeeded()) {
      send(upstream, out.result());
    } else {
      out.onSuccess(begun -> guard(() -> send(upstream, begun)))
          .onFailure(fault -> lost(upstream, fault));
    }
  }

  private void send(Upstream upstream, AgentRequest out) {
    Attempt attempt = new Attempt(upstream);
    out.listener(attempt);
    out.exceptionHandler(attempt);
    upstream.await(attempt);
    if (body.present() && dialling.justThawed()) {
      body.remember();
    }
    body.send(upstream, out).onComplete(sent -> headSent.tryComplete());
  }

  private void answered(Upstream upstream, AgentResponse answer) {
    if (upstream != current || exchange.over()) {
      upstream.close();
      return;
    }
    answering = true;
    upstream.answered();
    if (!AnswerRules.keptBy(answer)) {
      current = null;
      upstream.close();
      exchange.refuse(
          dialling.unreachable("What it answered is no answer of HTTP.", ProxyError.PROTOCOL));
      return;
    }
    exchange.whenGone(() -> {
      // what was read and not passed on would never be given back to the allocator
      answer.handler(null).endHandler(null).resume();
      abandon();
    });
    new Relay(exchange, dialling.view(), lane, reusable -> done(upstream, reusable)).begin(answer);
  }

  /** RFC 8297; whoever speaks HTTP/1.0 expects one answer only. */
  private void hint(MultiMap hints) {
    if (!exchange.over() && request.version() != HttpVersion.HTTP_1_0) {
      MultiMap passed = MultiMap.caseInsensitiveMultiMap();
      ForwardedHeaders.copyResponse(hints, passed);
      request
          .response()
          .hint(passed)
          .onFailure(gone -> LOG.debug("Hints for {} were not sent", exchange.requestId(), gone));
    }
  }

  private void done(Upstream upstream, boolean reusable) {
    current = null;
    if (reusable && body.sent()) {
      upstreams.keep(upstream);
    } else {
      upstream.close();
    }
    if (!body.sent()) {
      // the agent has answered without having read all of it
      Answers.discardBody(request);
    }
  }

  /** It broke before there was a head of an answer. */
  private void lost(Upstream upstream, Throwable fault) {
    if (upstream != current || answering) {
      return; // a broken answer is the relay's business
    }
    current = null;
    upstream.close();
    if (exchange.over()) {
      headSent.tryComplete();
    } else if (upstream.reused() && !retried && !body.touched() && dialling.mayRepeat()) {
      // the agent may have closed it at the moment when it was used
      retried = true;
      body.stop();
      connect();
    } else if (body.repeatable()) {
      headSent.tryComplete();
      dialling.lost(fault);
    } else {
      unreachable(fault);
    }
  }

  private void unreachable(Throwable fault) {
    headSent.tryComplete();
    exchange.refuse(dialling.unreachable(fault));
  }

  private void tooLate(Upstream upstream) {
    if (upstream == current) {
      current = null;
      exchange.refuse(dialling.tooSlow());
      upstream.close();
    }
  }

  /** A body of which the rest will never come must not look complete to the agent. */
  private void abandon() {
    headSent.tryComplete();
    Upstream upstream = current;
    current = null;
    if (upstream != null) {
      upstream.close();
    }
  }

  /** What an agent says may be more than a header can carry: the place in the gate is given back whatever happens. */
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException fault) {
      failed(fault);
    }
  }

  private void failed(RuntimeException fault) {
    LOG.atWarn()
        .addKeyValue("request", exchange.requestId())
        .setCause(fault)
        .log("Request {} to {} failed", exchange.requestId(), dialling.view().id());
    abandon();
    exchange.fail(dialling.unreachable(fault));
  }

  /** What comes of the request on one connection, in the order of time: it cannot be sent, is answered, or is not. */
  private final class Attempt implements AgentRequest.Listener, Handler<Throwable>, Runnable {
    private final Upstream upstream;

    Attempt(Upstream upstream) {
      this.upstream = upstream;
    }

    @Override
    public void hinted(MultiMap hints) {
      hint(hints);
    }

    @Override
    public void answered(AgentResponse answer) {
      try {
        Forwarding.this.answered(upstream, answer);
      } catch (RuntimeException fault) {
        failed(fault);
      }
    }

    /** It broke. */
    @Override
    public void handle(Throwable fault) {
      lost(upstream, fault);
    }

    /** The patience with the agent is over. */
    @Override
    public void run() {
      tooLate(upstream);
    }
  }
}

package io.reveille.proxy;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes the agent's answer on, and tells whether the connection that it came over can carry another. */
final class Relay {
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final Exchange exchange;
  private final AgentView view;
  private final Lane lane;
  private final Consumer<Boolean> done;
  private final ClientRequest request;
  private final ClientResponse response;
  private Optional<Silence> silence = Optional.empty();
  private Optional<AgentRun> run = Optional.empty();
  private boolean last;

  Relay(Exchange exchange, AgentView view, Lane lane, Consumer<Boolean> done) {
    this.exchange = exchange;
    this.view = view;
    this.lane = lane;
    this.done = done;
    this.request = exchange.request();
    this.response = request.response();
  }

  void begin(AgentResponse answer) {
    boolean reusable = reusable(answer);
    writeHead(answer);
    answer.exceptionHandler(broken -> broke());
    Flow flow = new Flow(answer, response, chunk -> moved());
    answer.endHandler(ended -> end(flow, answer, reusable));
    flow.ofLength(Flow.length(answer.headers(), answer.version())).begin();
  }

  private void writeHead(AgentResponse answer) {
    response.setStatus(answer.status()).setReason(answer.reason());
    ForwardedHeaders.copyResponse(answer.headers(), response.headers());
    ForwardedHeaders.addVia(response.headers(), answer.version());
    Answers.facts(exchange, view);
    boolean sized = response.headers().contains(HttpHeaders.CONTENT_LENGTH);
    if (lane.open().draining()) {
      last = true;
      LastAnswer.announce(request);
    }
    if (!sized && !bodiless(answer) && !endsWithItsHead(answer)) {
      withoutLength(answer);
    }
  }

  /** Nobody knows when the next byte comes: what is known goes out now. */
  private void withoutLength(AgentResponse answer) {
    if (request.version() == HttpVersion.HTTP_1_0) {
      last = true;
      LastAnswer.announce(request);
    } else {
      response.writeHead();
    }
    if (eventStream(answer)) {
      silence = Silence.of(exchange, view, lane);
      AgentRun begun = new AgentRun(exchange, view, lane).whenDraining(this::stopping);
      run = Optional.of(begun);
      begun.begin(this::over);
    }
  }

  /** A stream that has been silent for long has nothing to finish. */
  private void stopping() {
    if (!exchange.counted()) {
      over();
    }
  }

  private void moved() {
    exchange.active();
    silence.ifPresent(Silence::broken);
  }

  private void end(Flow flow, AgentResponse answer, boolean reusable) {
    silence.ifPresent(Silence::end);
    MultiMap trailers = answer.trailers();
    if (!trailers.isEmpty() && request.version() != HttpVersion.HTTP_1_0) {
      ForwardedHeaders.copyResponse(trailers, response.trailers());
    }
    done.accept(reusable);
    if (!exchange.over()) {
      Future<Void> written = flow.end();
      if (last) {
        LastAnswer.close(request, written);
      }
      exchange.end();
    }
  }

  /** Of a stream that rests it shows in a moment whether that was meant. */
  private void broke() {
    if (run.isPresent() && resting()) {
      done.accept(false);
      run.get().cut();
    } else {
      over();
    }
  }

  private void over() {
    boolean meant = resting() && (lane.open().draining() || putToSleep());
    silence.ifPresent(Silence::end);
    done.accept(false);
    if (meant && !exchange.over()) {
      response.end();
      exchange.end();
    } else {
      exchange.fail(new Refusals(lane.timers())
          .unreachable(view, "It broke off in the middle of its answer.", ProxyError.INCOMPLETE));
    }
  }

  private boolean resting() {
    return silence.isPresent() && !exchange.counted();
  }

  private boolean putToSleep() {
    State state = exchange.view().state();
    return state == State.IDLE || state.asleep();
  }

  private boolean bodiless(AgentResponse answer) {
    return request.method().equals(HttpMethod.HEAD)
        || answer.status() == NO_CONTENT
        || answer.status() == NOT_MODIFIED;
  }

  /** As gRPC tells of a failure: its clients take it for none unless nothing follows. */
  private static boolean endsWithItsHead(AgentResponse answer) {
    return answer.version() == HttpVersion.HTTP_2 && answer.headers().contains("grpc-status");
  }

  private static boolean eventStream(AgentResponse answer) {
    return Optional.ofNullable(answer.headers().get(HttpHeaders.CONTENT_TYPE))
        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("text/event-stream"))
        .isPresent();
  }

  private static boolean reusable(AgentResponse answer) {
    return answer.version() != HttpVersion.HTTP_1_0
        && !answer.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
  }
}

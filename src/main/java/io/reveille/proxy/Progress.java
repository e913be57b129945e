package io.reveille.proxy;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.Timers.Timer;
import io.reveille.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How far a wake is, as an event stream for the waiting page. Ends when the agent is ready or will not be. To look on
 * is no activity and wakes nobody.
 */
final class Progress implements Consumer<AgentView> {
  /** The wake that the page has asked for begins at once: who still sleeps then has failed before anybody looked. */
  private static final Duration BEGIN = Duration.ofSeconds(5);

  private final Exchange exchange;
  private final Lane lane;
  private final Refusals refusals;
  private final ClientResponse response;
  private Timer late = () -> {};
  private boolean begun;
  private boolean started;

  Progress(Exchange exchange, Lane lane, Refusals refusals) {
    this.exchange = exchange;
    this.lane = lane;
    this.refusals = refusals;
    this.response = exchange.request().response();
  }

  void begin() {
    Answers.discardBody(exchange.request());
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
    Runnable forget = lane.open().whenDraining(this::stopping);
    exchange.whenOver(() -> {
      forget.run();
      exchange.gate().unwatch(this);
      late.cancel();
    });
    late = lane.timers().after(BEGIN, () -> {
      begun = true;
      show(exchange.view());
    });
    exchange.gate().watch(this);
    show(exchange.view());
  }

  /** On any thread. */
  @Override
  public void accept(AgentView view) {
    exchange.context().runOnContext(here -> show(view));
  }

  private void show(AgentView view) {
    if (exchange.over()) {
      return;
    }
    started |= view.started();
    switch (view.state()) {
      case RUNNING -> last("ready", progress(view));
      case FAILED -> fail(view, refusals.failed(view, ""));
      case MISSING -> fail(view, refusals.missing(view, ""));
      case CREATED, PAUSED, STOPPED -> {
        if (begun) {
          fail(view, refusals.notWoken(view));
        } else {
          send("progress", progress(view));
        }
      }
      case STARTING, CRASHED, RESTARTING -> {
        begun = true;
        send("progress", progress(view));
      }
      case IDLE -> send("progress", progress(view));
    }
  }

  private JsonObject progress(AgentView view) {
    long elapsed = view.state() == State.STARTING
        ? Math.max(0, Duration.between(view.since(), lane.timers().wall()).toMillis())
        : 0;
    long usual = view.usualWake().map(wake -> wake.p50().toMillis()).orElse(0L);
    return Course.of(view)
        .json()
        .put("state", view.state().word())
        .put("elapsedMs", elapsed)
        .put("usualMs", usual);
  }

  private void fail(AgentView view, Problem problem) {
    last(
        "failed",
        Course.failed(view, problem, started)
            .json()
            .put("title", WaitingPage.couldNotWake(view))
            .put("about", problem.detail())
            .put("note", WaitingPage.notSent(view))
            .put("details", WaitingPage.details(view, problem, exchange.requestId())));
  }

  /** Reveille stops, and there is nothing to finish here. */
  private void stopping() {
    if (!exchange.over()) {
      response.end();
      exchange.end();
    }
  }

  private void last(String event, JsonObject data) {
    send(event, data);
    response.end();
    exchange.end();
  }

  private void send(String event, JsonObject data) {
    response.write("event: " + event + "\ndata: " + data.encode() + "\n\n");
  }
}

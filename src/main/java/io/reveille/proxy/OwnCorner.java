package io.reveille.proxy;

import io.reveille.config.PageTemplate;
import io.reveille.core.AgentView;
import io.reveille.http.Problem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Optional;

/** What Reveille itself says to browsers: the waiting page, and what that page asks for under {@code /.reveille}. */
final class OwnCorner {
  static final String PATH = "/.reveille";
  private static final String HTML = "text/html; charset=utf-8";

  private final Lane lane;
  private final Refusals refusals;

  OwnCorner(Lane lane, Refusals refusals) {
    this.lane = lane;
    this.refusals = refusals;
  }

  /** A request that is never forwarded, whatever becomes of it here. */
  void answer(Exchange exchange) {
    String path = exchange.destination().path();
    if (!exchange.request().method().equals(HttpMethod.GET)) {
      exchange.refuse(refusals.own(exchange.view()));
      return;
    }
    switch (path) {
      case PATH + "/waiting.css" -> asset(exchange, "text/css; charset=utf-8", WaitingPage.STYLE);
      case PATH + "/waiting.js" ->
        asset(exchange, "text/javascript; charset=utf-8", WaitingPage.SCRIPT);
      case PATH + "/progress" -> new Progress(exchange, lane, refusals).begin();
      default -> exchange.refuse(refusals.own(exchange.view()));
    }
  }

  /** The agent is being woken; who asked is told, and shown how far it is. */
  void waiting(Exchange exchange) {
    AgentView view = exchange.view();
    Duration asleep = Duration.between(view.since(), lane.timers().wall());
    Optional<PageTemplate> template = template();
    String page = new WaitingPage(exchange, view, template).waiting(asleep);
    page(exchange, refusals.stillWaking(view, Duration.ZERO), page, WaitingPage.policy(template));
  }

  void failed(Exchange exchange, Problem problem) {
    Optional<PageTemplate> template = template();
    String page = new WaitingPage(exchange, exchange.view(), template).failed(problem);
    page(exchange, problem, page, WaitingPage.policy(template));
  }

  private Optional<PageTemplate> template() {
    return lane.config().get().wake().waitingPage();
  }

  private void page(Exchange exchange, Problem problem, String page, String policy) {
    ClientResponse response = Answers.head(exchange, problem)
        .putHeader(HttpHeaders.CONTENT_TYPE, HTML)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Security-Policy", policy)
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff");
    Answers.discardBody(exchange.request());
    response.end(page);
    exchange.end();
  }

  private static void asset(Exchange exchange, String type, String text) {
    exchange
        .request()
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(text);
    Answers.discardBody(exchange.request());
    exchange.end();
  }
}

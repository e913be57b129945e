package io.reveille.proxy;

import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Timers;
import io.reveille.http.Problem;
import io.reveille.http.ReveilleHeaders;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.stream.IntStream;

/** Writes Reveille's own answers. */
final class Answers {
  /** Of an agent that was not held: most answer within so many milliseconds. */
  private static final String[] USUAL_TIMES =
      IntStream.range(0, 64).mapToObj(millis -> "agent;dur=" + millis).toArray(String[]::new);

  private Answers() {}

  static String requestId(ClientRequest request, Timers timers) {
    return RequestId.of(
        request.getHeader(ReveilleHeaders.REQUEST_ID), timers.wall().toEpochMilli());
  }

  static void problem(Exchange exchange, Problem problem) {
    ClientResponse response = exchange.request().response();
    if (response.headWritten()) {
      return; // the client has gone, or has been told something else already
    }
    exchange
        .held()
        .map(Duration::toMillis)
        .ifPresent(wake -> response.putHeader(ReveilleHeaders.SERVER_TIMING, "wake;dur=" + wake));
    response.putHeader(ReveilleHeaders.WAKE, exchange.waitedFor().word());
    problem(exchange.request(), exchange.requestId(), problem);
  }

  /** The head of an answer that says {@code problem} in another form. */
  static ClientResponse head(Exchange exchange, Problem problem) {
    return head(exchange.request(), exchange.requestId(), problem);
  }

  /** What a forwarded answer says about its way. */
  static void facts(Exchange exchange, AgentView view) {
    ClientResponse response = exchange.request().response();
    response
        .putHeader(ReveilleHeaders.AGENT, view.id().value())
        .putHeader(ReveilleHeaders.WAKE, exchange.waitedFor().word());
    response.headers().add(ReveilleHeaders.SERVER_TIMING, timing(exchange));
  }

  private static String timing(Exchange exchange) {
    long agent = exchange.millisSinceSent();
    if (exchange.held().isPresent()) {
      return "wake;dur=" + exchange.held().get().toMillis() + ", agent;dur=" + agent;
    }
    return agent < USUAL_TIMES.length ? USUAL_TIMES[(int) agent] : "agent;dur=" + agent;
  }

  static void problem(ClientRequest request, String requestId, Problem problem) {
    head(request, requestId, problem).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    // whoever expects a 100 and gets another answer may or may not send its body: no next request
    // can be told from it
    boolean last =
        problem.type().equals("draining") || request.getHeader(HttpHeaders.EXPECT) != null;
    if (last) {
      LastAnswer.announce(request);
    }
    Future<Void> written = send(request, problem.toJson(requestId));
    if (last) {
      LastAnswer.close(request, written);
    }
  }

  private static ClientResponse head(ClientRequest request, String requestId, Problem problem) {
    ClientResponse response = request.response().setStatus(problem.status());
    problem.agent().ifPresent(agent -> about(response, agent));
    problem.state().ifPresent(state -> response.putHeader(ReveilleHeaders.STATE, state));
    if (!problem.retryAfter().isZero()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
    }
    if (problem.status() == 401) {
      response.putHeader("WWW-Authenticate", ReveilleHeaders.TOKEN);
    }
    if (problem.status() == 426) {
      response
          .putHeader(Handshake.VERSION_HEADER, Handshake.VERSION)
          .putHeader(HttpHeaders.UPGRADE, Handshake.WEBSOCKET)
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
    }
    return response
        .putHeader(ReveilleHeaders.PROXY_STATUS, proxyStatus(problem))
        .putHeader(ReveilleHeaders.REQUEST_ID, requestId);
  }

  /** To those who must not wake anybody. */
  static void asleep(Exchange exchange, AgentView view) {
    ClientResponse response = exchange.request().response();
    String state = view.state().word();
    about(response, view.id().value());
    response
        .putHeader(ReveilleHeaders.STATE, state)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    send(exchange.request(), new JsonObject().put("agent", view.id().value()).put("state", state));
  }

  private static void about(ClientResponse response, String agent) {
    response.putHeader(ReveilleHeaders.AGENT, agent);
    if (!response.headers().contains(ReveilleHeaders.WAKE)) {
      response.putHeader(ReveilleHeaders.WAKE, WakeKind.NONE.word());
    }
  }

  private static Future<Void> send(ClientRequest request, JsonObject body) {
    ClientResponse response = request.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    discardBody(request); // so that the connection can go on
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader(
          HttpHeaders.CONTENT_LENGTH, Integer.toString(body.toBuffer().length()));
      return response.end();
    }
    return response.end(body.toBuffer());
  }

  /** The connection ends with it. */
  static void invalid(ClientRequest request, Throwable cause, Timers timers) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    problem(request, requestId(request, timers), BadRequest.of(cause).problem());
  }

  static void discardBody(ClientRequest request) {
    if (!request.isEnded()) {
      request.handler(null).endHandler(null).resume();
    }
  }

  private static String proxyStatus(Problem problem) {
    String error = problem.proxyError().orElseGet(() -> ProxyError.of(problem.status()));
    return "reveille; error=" + error + "; details=\"" + problem.type() + "\"";
  }
}

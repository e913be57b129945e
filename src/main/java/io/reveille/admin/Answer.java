package io.reveille.admin;

import io.reveille.http.Problem;
import io.reveille.http.ReveilleHeaders;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A complete answer in JSON. */
record Answer(int status, JsonObject body) {
  private static final Logger LOG = LoggerFactory.getLogger(Answer.class);
  private static final int NO_CONTENT = 204;

  static Answer ok(JsonObject body) {
    return new Answer(200, body);
  }

  /** Done, and there is nothing to say. */
  static Answer nothing() {
    return new Answer(NO_CONTENT, new JsonObject());
  }

  void send(RoutingContext context) {
    if (status == NO_CONTENT) {
      finish(context.response().setStatusCode(status).end());
      return;
    }
    write(context.response(), status, "application/json", body);
  }

  static void problem(HttpServerResponse response, Problem problem) {
    if (!problem.retryAfter().isZero()) {
      response.putHeader("Retry-After", Long.toString(problem.retryAfterSeconds()));
    }
    write(response, problem.status(), Problem.MEDIA_TYPE, problem.toJson(requestId(response)));
  }

  /** By which the answer and what the log says of it find each other. */
  static String requestId(HttpServerResponse response) {
    String known = response.headers().get(ReveilleHeaders.REQUEST_ID);
    if (known != null) {
      return known;
    }
    String id =
        Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), Character.MAX_RADIX);
    response.putHeader(ReveilleHeaders.REQUEST_ID, id);
    return id;
  }

  private static void write(HttpServerResponse response, int status, String type, JsonObject body) {
    finish(response
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .putHeader("Cache-Control", "no-store")
        .end(body.encode() + "\n"));
  }

  private static void finish(Future<Void> sent) {
    sent.onFailure(gone -> LOG.debug("Nobody waits for this answer any more", gone));
  }
}

package io.reveille.admin;

import io.reveille.http.Problem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an error looks like. Nothing of a fault inside is told to the outside. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static void answer(RoutingContext context) {
    if (!context.response().ended() && !context.response().headWritten()) {
      Answer.problem(context.response(), problem(context));
    }
  }

  /** To bytes that are no request. The connection ends with it, for no next one can be told from them. */
  static void invalid(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    Formalities.protect(response).putHeader("Connection", "close");
    Answer.problem(response, badRequest());
  }

  private static Problem problem(RoutingContext context) {
    Throwable fault = context.failure();
    if (fault instanceof Refusal refusal) {
      return refusal.problem();
    }
    Optional<String> invalid = invalid(fault);
    if (invalid.isPresent()) {
      return Problem.of(400, "bad-parameter", "Bad parameter", invalid.get());
    }
    int status =
        fault instanceof HttpException known ? known.getStatusCode() : context.statusCode();
    return switch (status) {
      case 404 -> notFound(context);
      case 413 -> Problem.of(413, "too-large", "Too large", "The body is longer than allowed.");
      default -> status >= 400 && status < 500 ? badRequest() : trouble(context, fault);
    };
  }

  /** What the document finds wrong with the request. */
  private static Optional<String> invalid(@Nullable Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof ValidatorException wrong) {
        return Optional.ofNullable(wrong.getMessage());
      }
    }
    return Optional.empty();
  }

  private static Problem trouble(RoutingContext context, @Nullable Throwable fault) {
    LOG.atWarn()
        .addKeyValue("request", Answer.requestId(context.response()))
        .setCause(fault)
        .log("No answer to {} {}", context.request().method(), context.request().path());
    return notReady("The answer did not come: Reveille is starting, stopping or"
        + " in trouble. Its log tells more.");
  }

  static Problem notReady(String detail) {
    return Problem.of(503, "not-ready", "Reveille is not ready", detail);
  }

  static Problem notFound(RoutingContext context) {
    return Problem.of(
        404,
        "not-found",
        "Not found",
        "There is nothing at " + context.request().path() + ".");
  }

  static Problem badRequest() {
    return Problem.of(400, "bad-request", "Bad request", "The request cannot be read.");
  }
}

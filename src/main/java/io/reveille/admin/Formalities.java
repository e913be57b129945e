package io.reveille.admin;

import io.reveille.http.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What is looked at in each request before it is known what it is about, and what each answer carries. */
record Formalities(Contract contract, Map<String, Set<String>> queries) {
  Formalities(Contract contract) {
    this(contract, contract.queries());
  }

  /** Nothing here is for another site to show, to keep or to guess the type of. */
  static HttpServerResponse protect(HttpServerResponse response) {
    return response
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Referrer-Policy", "no-referrer");
  }

  /** The router would answer 500 to escapes that cannot be read. */
  static void checkEscapes(RoutingContext context) {
    try {
      URLDecoder.decode(context.request().path(), StandardCharsets.UTF_8);
      context.queryParams();
    } catch (RuntimeException unreadable) {
      throw new Refusal(Failures.badRequest());
    }
    context.next();
  }

  /**
   * The router takes more spellings of a path than are known here, and what is known by no operation was admitted by
   * no role: it ends here. A parameter that is not known has been misspelled, and ignoring it would answer another
   * question.
   */
  void checkParts(RoutingContext context) {
    Operation operation = contract
        .operation(context.request().method(), context.normalizedPath())
        .orElseThrow(() -> refusal(context));
    checkQuery(operation, context.queryParams());
    checkType(operation, context);
    if (operation.getRequestBody() == null) {
      // the body handler would take the form in a GET for a fault
      context.request().headers().remove("Content-Type");
    }
    context.next();
  }

  private void checkQuery(Operation operation, MultiMap asked) {
    Set<String> known = queries.getOrDefault(operation.getOperationId(), Set.of());
    Set<String> unknown = new TreeSet<>(asked.names());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      String name = unknown.iterator().next();
      throw new Refusal(Problem.of(
          400,
          "bad-parameter",
          "Unknown parameter",
          "There is no parameter '" + name + "' here"
              + (known.isEmpty() ? "." : "; there is " + String.join(", ", known) + ".")));
    }
  }

  private static void checkType(Operation operation, RoutingContext context) {
    String type =
        Optional.ofNullable(context.request().getHeader("Content-Type")).orElse("");
    boolean json =
        type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/json");
    if (operation.getRequestBody() != null && !json) {
      throw new Refusal(Problem.of(
          415, "wrong-type", "Wrong type", "The body must be of type application/json."));
    }
  }

  private Refusal refusal(RoutingContext context) {
    Set<String> methods = contract.methods(context.normalizedPath());
    if (methods.isEmpty()) {
      return new Refusal(Failures.notFound(context));
    }
    String allowed = String.join(", ", methods);
    context.response().putHeader("Allow", allowed);
    return new Refusal(Problem.of(
        405,
        "method-not-allowed",
        "Wrong method",
        context.request().path() + " takes " + allowed + " only."));
  }
}

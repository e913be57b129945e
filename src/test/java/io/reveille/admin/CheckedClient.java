package io.reveille.admin;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.AdminServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Sends requests and holds each answer against the OpenAPI document. */
final class CheckedClient {
  private static final String TEXT = "text/plain";
  private static final String PROBLEM = "application/problem+json";

  private final AdminServer server;
  private final WebClient client;
  private final Contract contract;
  private final ResponseValidator validator;

  CheckedClient(AdminServer server) {
    this.server = server;
    this.client = WebClient.create(server.vertx());
    this.contract = await(Contract.load(server.vertx()));
    this.validator = ResponseValidator.create(server.vertx(), contract.readable());
  }

  Contract contract() {
    return contract;
  }

  /** The operation that is asked for, whatever else stands behind it. */
  Optional<Operation> found(HttpMethod method, String path) {
    return contract.operation(method, normal(path.split("\\?", 2)[0]));
  }

  /** Part of the dashboard, not of the API. */
  boolean isPage(String path) {
    String page = normal(path.split("\\?", 2)[0]);
    return page.equals("/") || page.equals("/login") || page.startsWith("/web/");
  }

  HttpResponse<Buffer> get(String path) {
    return send(HttpMethod.GET, path, Map.of(), Optional.empty());
  }

  HttpResponse<Buffer> send(
      HttpMethod method, String path, Map<String, String> headers, Optional<String> body) {
    HttpRequest<Buffer> request = client.requestAbs(method, server.url() + path);
    headers.forEach(request::putHeader);
    HttpResponse<Buffer> answer =
        await(body.isPresent() ? request.sendBuffer(Buffer.buffer(body.get())) : request.send());
    check(method, path, answer);
    return answer;
  }

  private void check(HttpMethod method, String path, HttpResponse<Buffer> answer) {
    String asked = method + " " + path + " -> " + answer.statusCode() + " " + answer.bodyAsString();
    assertThat(answer.getHeader("X-Content-Type-Options")).as(asked).isEqualTo("nosniff");
    boolean bare = HttpMethod.HEAD.equals(method) || answer.statusCode() == 204;
    if (answer.statusCode() >= 400) {
      assertThat(answer.getHeader("Content-Type")).as(asked).isEqualTo(PROBLEM);
    }
    Optional<Operation> operation = found(method, path);
    boolean page = String.valueOf(answer.getHeader("Content-Type")).startsWith("text/html");
    if (operation.isEmpty() && page) {
      assertThat(answer.statusCode())
          .as(asked)
          .isEqualTo(200); // the dashboard is no part of the API
    } else if (operation.isEmpty()) {
      assertThat(answer.statusCode()).as(asked).isIn(400, 401, 403, 404, 405);
    } else if (answer.getHeader("Content-Type") != null
        && answer.getHeader("Content-Type").startsWith(TEXT)) {
      // the validator knows JSON only
      assertThat(operation
              .get()
              .getOpenAPIModel()
              .getJsonObject("responses")
              .getJsonObject(Integer.toString(answer.statusCode()))
              .getJsonObject("content")
              .fieldNames())
          .contains(TEXT);
    } else if (!bare) {
      String id = operation.get().getOperationId();
      String type = answer.getHeader("Content-Type").replace(PROBLEM, "application/json");
      await(validator
          .validate(ValidatableResponse.create(answer.statusCode(), answer.body(), type), id)
          .recover(wrong -> io.vertx.core.Future.failedFuture(new AssertionError(asked, wrong))));
    }
  }

  /** As the server reads it. */
  private static String normal(String path) {
    try {
      return URI.create(path.replaceAll("/{2,}", "/").replaceAll("(?i)%2e", "."))
          .normalize()
          .getRawPath();
    } catch (IllegalArgumentException unreadable) {
      return path;
    }
  }
}

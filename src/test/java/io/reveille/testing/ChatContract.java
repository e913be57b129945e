package io.reveille.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.List;
import java.util.Optional;

/** What may be said to chat servers and what they answer, from the descriptions under {@code chat/}. */
final class ChatContract {
  private static final List<String> DESCRIPTIONS =
      List.of("chat/mattermost.json", "chat/slack.json", "chat/hooks.json");

  private final List<Api> apis;

  private record Api(
      OpenAPIContract contract, RequestValidator requests, ResponseValidator responses) {}

  private ChatContract(List<Api> apis) {
    this.apis = apis;
  }

  static Future<ChatContract> read(Vertx vertx) {
    List<Future<Api>> all = DESCRIPTIONS.stream()
        .map(file -> vertx.fileSystem().readFile(file))
        .map(text -> text.compose(json -> OpenAPIContract.from(vertx, new JsonObject(json)))
            .map(contract -> new Api(
                contract,
                RequestValidator.create(vertx, contract),
                ResponseValidator.create(vertx, contract))))
        .toList();
    return Future.all(all)
        .map(read -> new ChatContract(all.stream().map(Future::result).toList()));
  }

  /** The name of what is called; empty if it is nothing that Reveille has a reason to call. */
  Optional<String> operation(HttpServerRequest request) {
    return found(request).map(found -> found.operation().getOperationId());
  }

  /** The body, or a failure that says what is wrong with the request. */
  Future<JsonObject> check(HttpServerRequest request) {
    Found found = found(request).orElseThrow();
    return found
        .api()
        .requests()
        .validate(request, found.operation().getOperationId())
        .map(ChatContract::body);
  }

  /** Fails if a chat server does not answer like this: then the script is wrong. */
  Future<?> check(String operation, int status, Buffer body, String type) {
    Api api = apis.stream()
        .filter(each -> each.contract().operation(operation) != null)
        .findFirst()
        .orElseThrow();
    return api.responses().validate(ValidatableResponse.create(status, body, type), operation);
  }

  private record Found(Api api, Operation operation) {}

  private Optional<Found> found(HttpServerRequest request) {
    return apis.stream()
        .flatMap(api ->
            Optional.ofNullable(api.contract().findOperation(request.path(), request.method()))
                .map(operation -> new Found(api, operation))
                .stream())
        .findFirst();
  }

  private static JsonObject body(ValidatedRequest request) {
    return request.getBody() == null || request.getBody().isNull()
        ? new JsonObject()
        : request.getBody().getJsonObject();
  }
}

package io.reveille.notify;

import io.reveille.core.Timers;
import io.reveille.notify.ChatFault.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;

/** JSON over HTTP with a token, as both chat servers want it. */
record ChatCalls(WebClient client, Timers timers) {

  /** @param patience how long the answer may take; then it is unknown what became of the call */
  record Call(HttpMethod method, String url, String token, Duration patience) {}

  /** A failure to reach the server is a {@link ChatFault}; an answer of any status is none. */
  Future<HttpResponse<Buffer>> send(Call call, JsonObject body) {
    HttpRequest<Buffer> request = client
        .requestAbs(call.method(), call.url())
        .bearerTokenAuthentication(call.token())
        .timeout(call.patience().toMillis());
    Future<HttpResponse<Buffer>> answer = body.isEmpty()
        ? request.send()
        : request
            .putHeader("Content-Type", "application/json; charset=utf-8")
            .sendBuffer(body.toBuffer());
    return answer.recover(fault -> Future.failedFuture(ChatFault.of(fault)));
  }

  ChatFault tooMany(HttpResponse<Buffer> answer) {
    Duration pause = RetryAfter.of(answer.getHeader("Retry-After"), timers.wall())
        .orElse(ChatLine.AFTER_TOO_MANY);
    return new ChatFault(
        Kind.TOO_MANY, pause, "the server asks for a pause of " + pause.toSeconds() + " s");
  }

  static JsonObject json(HttpResponse<Buffer> answer) {
    try {
      Buffer body = answer.body();
      return body == null || body.length() == 0 ? new JsonObject() : body.toJsonObject();
    } catch (RuntimeException strange) {
      return new JsonObject(); // a page of some proxy in between
    }
  }
}

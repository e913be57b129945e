package io.reveille.notify;

import io.reveille.config.GatewayConfig.Chat;
import io.reveille.notify.ChatFault.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Slack by its Web API: in a thread the line that an assistant shows, elsewhere a message. */
record Slack(ChatCalls calls, ChatLine line, Chat.Slack settings, String url)
    implements ChatServer {
  static final String URL = "https://slack.com";

  /** See {@link Mattermost}. */
  private static final Duration FOR_AN_ID = Duration.ofSeconds(60);

  /** It stands for two minutes. */
  @Override
  public Duration typingLasts() {
    return Duration.ofSeconds(60);
  }

  @Override
  public Future<Void> type(Place place, Saying saying) {
    return place
        .thread()
        .map(thread -> line.offer(
            place,
            () -> status(place, thread, saying.line())
                .recover(fault -> isLasting(fault)
                    ? Future.succeededFuture() // the post will say it
                    : Future.failedFuture(fault))))
        .orElseGet(Future::succeededFuture); // nobody can be shown as typing in a channel
  }

  @Override
  public Future<Void> rest(Place place) {
    return place
        .thread()
        .map(thread -> line.send(place, () -> status(place, thread, "")))
        .orElseGet(Future::succeededFuture);
  }

  @Override
  public Future<Sign> post(Place place, Saying saying, BooleanSupplier wanted) {
    return line.send(place, () -> {
      if (!wanted.getAsBoolean()) {
        return Future.failedFuture(new ChatFault(Kind.SKIPPED, "the wake is over"));
      }
      return place
          .thread()
          .map(thread -> status(place, thread, saying.line())
              .map(shown -> new Sign(place, Optional.empty()))
              .recover(fault ->
                  isLasting(fault) ? message(place, saying.text()) : Future.failedFuture(fault)))
          .orElseGet(() -> message(place, saying.text()));
    });
  }

  /** An app that may not show a line may still write; one whose token is refused may not. */
  private static boolean isLasting(Throwable fault) {
    return switch (ChatFault.of(fault).kind()) {
      case REFUSED, PLACE, GONE -> true;
      case TOKEN, TOO_MANY, UNKNOWN, SKIPPED -> false;
    };
  }

  @Override
  public Future<Void> edit(Sign sign, Saying saying) {
    return sign.id().isPresent()
        ? conclude(sign, saying.text())
        : line.send(
            sign.place(),
            () -> status(sign.place(), sign.place().thread().orElseThrow(), saying.line()));
  }

  /** A message takes the line of its thread away. */
  @Override
  public Future<Void> conclude(Sign sign, String text) {
    return line.send(
        sign.place(),
        () -> sign.id()
            .map(stamp ->
                call("chat.update", of(sign.place(), stamp).put("text", text)).<Void>mapEmpty())
            .orElseGet(() -> message(sign.place(), text).mapEmpty()));
  }

  @Override
  public Future<Void> remove(Sign sign) {
    return sign.id()
        .map(stamp -> line.send(
            sign.place(), () -> call("chat.delete", of(sign.place(), stamp)).<Void>mapEmpty()))
        .orElseGet(() -> rest(sign.place()));
  }

  private Future<Void> status(Place place, String thread, String text) {
    JsonObject body = new JsonObject()
        .put("channel_id", place.channel())
        .put("thread_ts", thread)
        .put("status", text);
    return call("assistant.threads.setStatus", body).mapEmpty();
  }

  private Future<Sign> message(Place place, String text) {
    JsonObject body = new JsonObject()
        .put("channel", place.channel())
        .put("text", text)
        .put("unfurl_links", false)
        .put("unfurl_media", false);
    place.thread().ifPresent(thread -> body.put("thread_ts", thread));
    return call("chat.postMessage", body)
        .map(message -> new Sign(place, Optional.of(message.getString("ts"))));
  }

  private static JsonObject of(Place place, String stamp) {
    return new JsonObject().put("channel", place.channel()).put("ts", stamp);
  }

  private Future<JsonObject> call(String method, JsonObject body) {
    Duration patience = method.equals("chat.postMessage") ? FOR_AN_ID : ChatLine.TURN;
    ChatCalls.Call call = new ChatCalls.Call(
        HttpMethod.POST, url + "/api/" + method, settings.token().value(), patience);
    return calls.send(call, body).compose(this::read);
  }

  /** Most refusals come with 200. */
  private Future<JsonObject> read(HttpResponse<Buffer> answer) {
    if (answer.statusCode() == 429) {
      return Future.failedFuture(calls.tooMany(answer));
    }
    JsonObject body = ChatCalls.json(answer);
    if (answer.statusCode() == 200 && body.getBoolean("ok", false)) {
      return Future.succeededFuture(body);
    }
    String error = body.getString("error", "");
    Kind kind = answer.statusCode() >= 500 ? Kind.UNKNOWN : kind(error);
    return Future.failedFuture(
        kind == Kind.TOO_MANY
            ? calls.tooMany(answer)
            : new ChatFault(
                kind, "HTTP " + answer.statusCode() + " " + PlainText.shortened(error, 200)));
  }

  private static Kind kind(String error) {
    return switch (error) {
      case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired" ->
        Kind.TOKEN;
      case "channel_not_found", "not_in_channel", "is_archived", "restricted_action" -> Kind.PLACE;
      case "message_not_found",
          "cant_update_message",
          "cant_delete_message",
          "edit_window_closed" -> Kind.GONE;
      case "ratelimited", "rate_limited" -> Kind.TOO_MANY;
      case "internal_error", "fatal_error", "service_unavailable", "request_timeout" ->
        Kind.UNKNOWN;
      default -> Kind.REFUSED;
    };
  }
}

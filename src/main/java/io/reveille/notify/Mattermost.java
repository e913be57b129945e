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

/** A Mattermost server by REST v4, with the token of a bot account. */
record Mattermost(ChatCalls calls, ChatLine line, Chat.Mattermost settings) implements ChatServer {
  /** Longer than a turn on the line: the ID of a post that comes late is the only way to take it away again. */
  private static final Duration FOR_AN_ID = Duration.ofSeconds(60);

  @Override
  public Duration typingLasts() {
    return Duration.ofSeconds(4);
  }

  @Override
  public Future<Void> type(Place place, Saying saying) {
    JsonObject body = new JsonObject().put("channel_id", place.channel());
    place.thread().ifPresent(thread -> body.put("parent_id", thread));
    return line.offer(
        place, () -> send(HttpMethod.POST, "/users/me/typing", body, Kind.PLACE).mapEmpty());
  }

  @Override
  public Future<Void> rest(Place place) {
    return Future.succeededFuture(); // clients take it away by themselves
  }

  @Override
  public Future<Sign> post(Place place, Saying saying, BooleanSupplier wanted) {
    JsonObject body =
        new JsonObject().put("channel_id", place.channel()).put("message", saying.text());
    place.thread().ifPresent(thread -> body.put("root_id", thread));
    return line.send(
        place,
        () -> wanted.getAsBoolean()
            ? send(HttpMethod.POST, "/posts", body, Kind.PLACE)
                .map(post -> new Sign(place, Optional.of(post.getString("id"))))
            : Future.failedFuture(new ChatFault(Kind.SKIPPED, "the wake is over")));
  }

  @Override
  public Future<Void> edit(Sign sign, Saying saying) {
    return conclude(sign, saying.text());
  }

  @Override
  public Future<Void> conclude(Sign sign, String text) {
    JsonObject body = new JsonObject().put("message", text);
    String path = "/posts/" + sign.id().orElseThrow() + "/patch";
    return line.send(
        sign.place(), () -> send(HttpMethod.PUT, path, body, Kind.GONE).mapEmpty());
  }

  @Override
  public Future<Void> remove(Sign sign) {
    String path = "/posts/" + sign.id().orElseThrow();
    return line.send(
        sign.place(),
        () -> send(HttpMethod.DELETE, path, new JsonObject(), Kind.GONE).mapEmpty());
  }

  /** @param notFound what 404 means here */
  private Future<JsonObject> send(HttpMethod method, String path, JsonObject body, Kind notFound) {
    String url = settings.url().replaceFirst("/+$", "") + "/api/v4" + path;
    Duration patience = path.equals("/posts") ? FOR_AN_ID : ChatLine.TURN;
    ChatCalls.Call call = new ChatCalls.Call(method, url, settings.token().value(), patience);
    return calls.send(call, body).compose(answer -> read(answer, notFound));
  }

  private Future<JsonObject> read(HttpResponse<Buffer> answer, Kind notFound) {
    int status = answer.statusCode();
    if (status >= 200 && status < 300) {
      return Future.succeededFuture(ChatCalls.json(answer));
    }
    String said = "HTTP " + status + " " + said(answer);
    return Future.failedFuture(
        switch (status) {
          case 401 -> new ChatFault(Kind.TOKEN, said);
          case 403 -> new ChatFault(Kind.PLACE, said);
          case 404 -> new ChatFault(notFound, said);
          case 429 -> calls.tooMany(answer);
          default -> new ChatFault(status >= 500 ? Kind.UNKNOWN : Kind.REFUSED, said);
        });
  }

  private String said(HttpResponse<Buffer> answer) {
    String words = ChatCalls.json(answer).getString("message", "");
    String line = PlainText.shortened(PlainText.inOneLine(words), 200);
    return Redaction.of(settings.token()).of(line);
  }
}

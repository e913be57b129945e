package io.reveille.notify;

import io.reveille.core.Alert;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** What an alert looks like in a chat. */
final class ChatForms {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final int MARKDOWN_MOST = 3500;
  /** Limits of Slack's blocks, less the room that escapes take. */
  private static final int HEADER_MOST = 100;

  private static final int SECTION_MOST = 2000;

  private ChatForms() {}

  static Parcel mattermostHook(String url, Alert alert) {
    return new Parcel(url, JSON, json(new JsonObject().put("text", markdown(alert))));
  }

  static Parcel mattermostPost(String server, String token, String channel, Alert alert) {
    JsonObject post = new JsonObject().put("channel_id", channel).put("message", markdown(alert));
    return new Parcel(
        server.replaceFirst("/+$", "") + "/api/v4/posts",
        Map.of("Content-Type", "application/json", "Authorization", "Bearer " + token),
        json(post));
  }

  private static String markdown(Alert alert) {
    String title = PlainText.inMarkdown(PlainText.inOneLine(alert.title()));
    String detail = PlainText.inMarkdown(PlainText.shortened(alert.detail(), MARKDOWN_MOST));
    return sign(alert) + " **" + title + "**" + (detail.isEmpty() ? "" : "\n" + detail);
  }

  /** Blocks of plain text: Slack formats nothing in them. */
  static Parcel slackHook(String url, Alert alert) {
    String title =
        PlainText.inSlack(PlainText.shortened(PlainText.inOneLine(alert.title()), HEADER_MOST));
    JsonArray blocks = new JsonArray().add(block("header", sign(alert) + " " + title));
    if (!alert.detail().isEmpty()) {
      blocks.add(
          block("section", PlainText.inSlack(PlainText.shortened(alert.detail(), SECTION_MOST))));
    }
    JsonObject message = new JsonObject()
        .put("text", title) // for notifications
        .put("mrkdwn", false)
        .put("unfurl_links", false)
        .put("unfurl_media", false)
        .put("blocks", blocks);
    return new Parcel(url, JSON, json(message));
  }

  private static JsonObject block(String type, String text) {
    return new JsonObject()
        .put("type", type)
        .put(
            "text",
            new JsonObject().put("type", "plain_text").put("text", text).put("emoji", true));
  }

  private static String sign(Alert alert) {
    return alert.resolved() ? ":white_check_mark:" : ":rotating_light:";
  }

  private static Buffer json(JsonObject body) {
    return Buffer.buffer(body.encode());
  }
}

package io.reveille.testing;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What stands in the channels of a {@link ScriptedChat}. */
public final class ChatRoom {
  private static final String JSON = "application/json";
  private static final String PLAIN = "text/plain";

  private final Map<String, Post> posts = new LinkedHashMap<>();
  private final Map<String, String> statuses = new LinkedHashMap<>();
  private int made;

  /**
   * One post.
   *
   * @param thread empty outside of one
   */
  public record Post(String id, String channel, String thread, String text) {}

  record Answer(int status, String type, String body) {
    boolean isJson() {
      return type.equals(JSON);
    }
  }

  /** In the order in which they were written; those that were deleted are gone. */
  public synchronized List<Post> posts() {
    return List.copyOf(posts.values());
  }

  public List<String> texts() {
    return posts().stream().map(Post::text).toList();
  }

  /** The line under a thread of Slack; empty if there is none. */
  public synchronized String status(String channel, String thread) {
    return statuses.getOrDefault(channel + "/" + thread, "");
  }

  synchronized Answer take(ScriptedChat.Call call) {
    JsonObject body = call.body();
    return switch (call.operation()) {
      case "mattermost.typing" -> json(200, new JsonObject().put("status", "OK"));
      case "mattermost.post" ->
        mattermost(
            201, put(body.getString("channel_id"), call.text("root_id"), call.text("message")));
      case "mattermost.edit" -> edit(postOf(call), call.text("message"));
      case "mattermost.delete" -> delete(postOf(call));
      case "slack.status" -> status(body);
      case "slack.post" ->
        slack(put(call.text("channel"), call.text("thread_ts"), call.text("text")));
      case "slack.edit" -> slackEdit(call.text("ts"), call.text("text"));
      case "slack.delete" -> slackDelete(call.text("ts"));
      case "mattermost.hook", "slack.hook" -> {
        put("hook", "", call.text("text"));
        yield new Answer(200, PLAIN, "ok");
      }
      default -> throw new AssertionError("no such call: " + call);
    };
  }

  /** How each server says no. */
  static Answer refusal(String operation, ChatReply reply) {
    if (operation.endsWith(".hook")) {
      return new Answer(reply.status(), PLAIN, "no");
    }
    if (operation.startsWith("slack.")) {
      JsonObject body = new JsonObject()
          .put("ok", false)
          .put("error", reply.error().isEmpty() ? "ratelimited" : reply.error());
      return reply.status() >= 500
          ? new Answer(reply.status(), PLAIN, "no")
          : json(reply.status(), body);
    }
    return reply.status() == 429
        ? new Answer(429, PLAIN, "limit exceeded")
        : error(reply.status(), "api.context.scripted.app_error");
  }

  private static String postOf(ScriptedChat.Call call) {
    return call.path().replaceFirst("^/api/v4/posts/", "").replaceFirst("/patch$", "");
  }

  private Post put(String channel, String thread, String text) {
    made++;
    String id = channel.length() == 26
        ? String.format(Locale.ROOT, "p%025d", made)
        : String.format(Locale.ROOT, "1795341600.%06d", made);
    Post post = new Post(id, channel, thread, text);
    posts.put(id, post);
    statuses.remove(channel + "/" + thread); // Slack clears it when the bot writes there
    return post;
  }

  private Answer edit(String id, String text) {
    Post old = posts.get(id);
    if (old == null) {
      return error(404, "app.post.get.app_error");
    }
    Post changed = new Post(id, old.channel(), old.thread(), text);
    posts.put(id, changed);
    return mattermost(200, changed);
  }

  private Answer delete(String id) {
    return posts.remove(id) == null
        ? error(404, "app.post.get.app_error")
        : json(200, new JsonObject().put("status", "OK"));
  }

  private Answer status(JsonObject body) {
    String place = body.getString("channel_id") + "/" + body.getString("thread_ts");
    if (body.getString("status").isEmpty()) {
      statuses.remove(place);
    } else {
      statuses.put(place, body.getString("status"));
    }
    return json(200, new JsonObject().put("ok", true));
  }

  private Answer slackEdit(String id, String text) {
    Post old = posts.get(id);
    if (old == null) {
      return slackError("message_not_found");
    }
    Post changed = new Post(id, old.channel(), old.thread(), text);
    posts.put(id, changed);
    return slack(changed);
  }

  private Answer slackDelete(String id) {
    Post old = posts.remove(id);
    return old == null ? slackError("message_not_found") : slack(old);
  }

  private static Answer slackError(String name) {
    return json(200, new JsonObject().put("ok", false).put("error", name));
  }

  private static Answer slack(Post post) {
    return json(
        200, new JsonObject().put("ok", true).put("channel", post.channel()).put("ts", post.id()));
  }

  private static Answer mattermost(int status, Post post) {
    return json(
        status,
        new JsonObject()
            .put("id", post.id())
            .put("channel_id", post.channel())
            .put("root_id", post.thread())
            .put("message", post.text()));
  }

  private static Answer error(int status, String id) {
    return json(
        status, new JsonObject().put("id", id).put("message", "No.").put("status_code", status));
  }

  private static Answer json(int status, JsonObject body) {
    return new Answer(status, JSON, body.encode());
  }
}

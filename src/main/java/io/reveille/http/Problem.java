package io.reveille.http;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer of Reveille's own that is not the agent's: {@code application/problem+json} of RFC 9457.
 *
 * @param type the last part of {@code urn:reveille:problem:…}
 * @param detail a sentence that says what happened and what to do
 * @param retryAfter zero: not told
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    Optional<String> agent,
    Optional<String> state,
    Duration retryAfter) {

  public static final String MEDIA_TYPE = "application/problem+json";
  private static final String URN = "urn:reveille:problem:";

  public static Problem of(int status, String type, String title, String detail) {
    return new Problem(
        type, title, status, detail, Optional.empty(), Optional.empty(), Duration.ZERO);
  }

  public Problem about(String agent, String state) {
    return new Problem(
        type, title, status, detail, Optional.of(agent), Optional.of(state), retryAfter);
  }

  public Problem retryAfter(Duration wait) {
    return new Problem(type, title, status, detail, agent, state, wait);
  }

  /** In whole seconds, rounded up, at least 1. */
  public long retryAfterSeconds() {
    return Math.max(1, (retryAfter.toMillis() + 999) / 1000);
  }

  public JsonObject toJson(String requestId) {
    JsonObject json = new JsonObject()
        .put("type", URN + type)
        .put("title", title)
        .put("status", status)
        .put("detail", detail);
    agent.ifPresent(id -> json.put("agent", id));
    state.ifPresent(word -> json.put("state", word));
    if (!retryAfter.isZero()) {
      json.put("retryAfterSeconds", retryAfterSeconds());
    }
    return json.put("requestId", requestId);
  }
}

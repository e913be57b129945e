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
 * @param proxyError of the registry of RFC 9209; empty: the one that goes with the status
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    Optional<String> agent,
    Optional<String> state,
    Duration retryAfter,
    Optional<String> proxyError) {

  public static final String MEDIA_TYPE = "application/problem+json";
  private static final String URN = "urn:reveille:problem:";

  public static Problem of(int status, String type, String title, String detail) {
    return new Problem(
        type,
        title,
        status,
        detail,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        Optional.empty());
  }

  public Problem about(String agent, String state) {
    return new Problem(
        type,
        title,
        status,
        detail,
        Optional.of(agent),
        Optional.of(state),
        retryAfter,
        proxyError);
  }

  public Problem retryAfter(Duration wait) {
    return new Problem(type, title, status, detail, agent, state, wait, proxyError);
  }

  /** {@code Proxy-Status} says it in this word. */
  public Problem because(String proxyError) {
    return new Problem(
        type, title, status, detail, agent, state, retryAfter, Optional.of(proxyError));
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

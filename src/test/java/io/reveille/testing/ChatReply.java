package io.reveille.testing;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * What a scripted chat server answers to a call.
 *
 * @param done whether it does what it was asked to
 * @param lost whether the connection is reset instead of an answer
 * @param status 0: as it should be
 * @param error Slack's name for what went wrong, sent with status 200; empty: none
 * @param until the answer does not come before
 */
public record ChatReply(
    boolean done,
    boolean lost,
    int status,
    Optional<Duration> retryAfter,
    String error,
    Future<?> until) {

  /** As it should be. */
  public static final ChatReply WELL =
      new ChatReply(true, false, 0, Optional.empty(), "", Future.succeededFuture());

  /** Done, and then the connection is gone before anybody is told. */
  public static final ChatReply LOST =
      new ChatReply(true, true, 0, Optional.empty(), "", Future.succeededFuture());

  public static ChatReply status(int status) {
    return new ChatReply(false, false, status, Optional.empty(), "", Future.succeededFuture());
  }

  /** 429 without a word about when. */
  public static ChatReply tooMany() {
    return status(429);
  }

  public static ChatReply tooMany(Duration retryAfter) {
    return new ChatReply(false, false, 429, Optional.of(retryAfter), "", Future.succeededFuture());
  }

  /** For example {@code not_in_channel}. */
  public static ChatReply slackError(String name) {
    return new ChatReply(false, false, 200, Optional.empty(), name, Future.succeededFuture());
  }

  /** The same, but not before {@code gate} completes. */
  public ChatReply after(Future<?> gate) {
    return new ChatReply(done, lost, status, retryAfter, error, gate);
  }
}

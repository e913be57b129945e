package io.reveille.notify;

import io.reveille.core.Letter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** A place that alerts go to. */
interface Target {
  /** Tries once. What came of it is the answer; a failure is a fault of Reveille's own. */
  Future<Answer> send(Letter letter);

  /**
   * What came of one attempt.
   *
   * @param status of HTTP; 0 if there was no answer
   * @param words for people; no secret of the target stands in them
   * @param retryAfter the time that the target asked for
   */
  record Answer(Result result, int status, String words, Optional<Duration> retryAfter) {}

  enum Result {
    TAKEN,
    /** It takes nothing at present. */
    NOT_NOW,
    /** It does not take this one. */
    NOT_THIS,
    /** It does not exist any more. */
    GONE
  }
}

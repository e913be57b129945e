package io.reveille.notify;

import java.time.Duration;

/** A chat server has not done what it was asked to, or has not said that it did. */
final class ChatFault extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final Duration pause;

  enum Kind {
    /** It does not take the token. */
    TOKEN,
    /** The bot may not write there. */
    PLACE,
    /** There is no such post any more. */
    GONE,
    /** It wants to be left alone for a while. */
    TOO_MANY,
    /** It says no to this call; nothing was done. */
    REFUSED,
    /** It broke, or did not answer: the deed may have been done. */
    UNKNOWN,
    /** Nobody wants it any more, or there are better things to do: it was not even tried. */
    SKIPPED
  }

  /** @param pause how long to leave it alone; zero if it does not say */
  ChatFault(Kind kind, Duration pause, String message) {
    super(message);
    this.kind = kind;
    this.pause = pause;
  }

  ChatFault(Kind kind, String message) {
    this(kind, Duration.ZERO, message);
  }

  Kind kind() {
    return kind;
  }

  Duration pause() {
    return pause;
  }

  static ChatFault of(Throwable fault) {
    return fault instanceof ChatFault known
        ? known
        : new ChatFault(Kind.UNKNOWN, "no answer: " + fault.getClass().getSimpleName());
  }
}

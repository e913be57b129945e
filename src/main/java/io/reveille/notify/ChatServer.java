package io.reveille.notify;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What the indicator needs of a chat server. What cannot be done fails with a {@link ChatFault}. */
interface ChatServer {
  /** How long {@link #type} shows, less some time for the way. */
  Duration typingLasts();

  /** Shows that somebody is at work there, for a while. Left out when the server has more important things to do. */
  Future<Void> type(Place place, Saying saying);

  /** Ends what {@link #type} began, where it does not end by itself. */
  Future<Void> rest(Place place);

  /**
   * Puts up a sign.
   *
   * @param wanted asked when its turn has come: not done if nobody needs it any more
   */
  Future<Sign> post(Place place, Saying saying, BooleanSupplier wanted);

  /** The sign says something else from now on. */
  Future<Void> edit(Sign sign, Saying saying);

  /** The last word: it stays. */
  Future<Void> conclude(Sign sign, String text);

  /** The sign goes away. */
  Future<Void> remove(Sign sign);

  /**
   * Something to be said.
   *
   * @param text a post, with markup
   * @param line the same as the end of a sentence that begins with the bot's name
   */
  record Saying(String text, String line) {}

  /**
   * Something that stands in a place.
   *
   * @param id of a post; empty for a line that the server takes away by itself
   */
  record Sign(Place place, Optional<String> id) {}
}

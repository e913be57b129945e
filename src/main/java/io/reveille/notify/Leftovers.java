package io.reveille.notify;

import io.reveille.core.IndicatorPost;
import io.reveille.core.IndicatorPosts;
import io.reveille.core.Timers;
import io.reveille.notify.ChatFault.Kind;
import io.reveille.notify.ChatServer.Sign;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts whose wake is over: each is to go, or to say how it ended, and is tried again until the chat server has done
 * it. What an earlier Reveille left behind belongs to them.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final List<Duration> WAITS = List.of(
      Duration.ofSeconds(5),
      Duration.ofSeconds(30),
      Duration.ofMinutes(2),
      Duration.ofMinutes(10),
      Duration.ofHours(1));
  /** A day; then the next start of Reveille tries. */
  private static final int MOST_TRIES = 28;

  private final Function<Place.Server, Optional<ChatServer>> servers;
  private final IndicatorPosts posts;
  private final Timers timers;
  private boolean closed;

  /** @param servers those that are configured at the moment */
  Leftovers(
      Function<Place.Server, Optional<ChatServer>> servers, IndicatorPosts posts, Timers timers) {
    this.servers = servers;
    this.posts = posts;
    this.timers = timers;
  }

  /** Takes up what an earlier Reveille left. */
  Future<Void> recall() {
    return posts
        .standing()
        .onSuccess(all -> all.forEach(post -> settle(post, 0)))
        .mapEmpty();
  }

  /** It stands from now on. */
  void stands(IndicatorPost post) {
    posts
        .put(post)
        .onFailure(fault -> LOG.warn(
            "A post about {} is not written down: if Reveille is restarted now, it stays",
            post.agent(),
            fault));
  }

  /** Its wake is over, and this is how it shall end. */
  void end(IndicatorPost post) {
    // what a later Reveille would do is what is done now, but for a last word that only this one
    // knows
    if (post.ending().isPresent()) {
      stands(post);
    }
    settle(post, 0);
  }

  /** Nothing is tried again. */
  void close() {
    closed = true;
  }

  private void settle(IndicatorPost post, int tries) {
    Optional<Place> place = Place.of(post.channel(), Optional.empty());
    Optional<ChatServer> server = place.flatMap(known -> servers.apply(known.server()));
    if (server.isEmpty()) {
      LOG.warn(
          "A post about {} stays in {}, which is not configured", post.agent(), post.channel());
      return;
    }
    Sign sign = new Sign(place.orElseThrow(), Optional.of(post.id()));
    Future<Void> settled = post.ending()
        .map(text -> server.get().conclude(sign, text))
        .orElseGet(() -> server.get().remove(sign));
    settled
        .recover(fault -> ChatFault.of(fault).kind() == Kind.GONE
            ? Future.succeededFuture() // somebody else was quicker
            : Future.failedFuture(fault))
        .onSuccess(done -> forget(post))
        .onFailure(fault -> again(post, tries, ChatFault.of(fault)));
  }

  private void forget(IndicatorPost post) {
    posts
        .forget(post)
        .onFailure(
            fault -> LOG.warn("A post about {} is gone but stays noted", post.agent(), fault));
  }

  private void again(IndicatorPost post, int tries, ChatFault fault) {
    if (closed || tries >= MOST_TRIES) {
      return;
    }
    Duration usual = WAITS.get(Math.min(tries, WAITS.size() - 1));
    Duration wait = fault.pause().compareTo(usual) > 0 ? fault.pause() : usual;
    timers.after(wait, () -> {
      if (!closed) {
        settle(post, tries + 1);
      }
    });
  }
}

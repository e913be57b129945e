package io.reveille.notify;

import io.reveille.core.Timers;
import io.reveille.notify.ChatFault.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one chat server: a few calls at a time, each in its turn, and silence where the server asked for it or
 * refused. A call that hangs gives its turn to the next after 5 s. What goes wrong is logged once until it works again.
 * All on one event loop.
 */
final class ChatLine {
  private static final Logger LOG = LoggerFactory.getLogger(ChatLine.class);
  static final Duration TURN = Duration.ofSeconds(5);
  static final Duration AFTER_A_REFUSAL = Duration.ofMinutes(5);
  static final Duration AFTER_TOO_MANY = Duration.ofSeconds(10);
  private static final int AT_ONCE = 4;
  private static final int MOST_WAITING = 256;

  /** Stands for the whole server among the names of channels. */
  private static final String EVERYWHERE = "";

  private final Place.Server server;
  private final Timers timers;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Map<String, Silence> silences = new HashMap<>();
  private final Set<String> said = new HashSet<>();
  private int underWay;

  private record Silence(long untilNanos, ChatFault why) {}

  ChatLine(Place.Server server, Timers timers) {
    this.server = server;
    this.timers = timers;
  }

  /** Fails at once, and nothing is tried, while the server or the channel wants silence. */
  <T> Future<T> send(Place place, Supplier<Future<T>> call) {
    Optional<ChatFault> silence = silence(place);
    if (silence.isPresent()) {
      return Future.failedFuture(silence.get());
    }
    if (waiting.size() >= MOST_WAITING) {
      return Future.failedFuture(new ChatFault(Kind.SKIPPED, "too much else to say"));
    }
    Promise<T> answer = Promise.promise();
    waiting.add(() -> begin(place, call, answer));
    next();
    return answer.future();
  }

  /** The same for what is worth nothing later: only if it can be done now. */
  <T> Future<T> offer(Place place, Supplier<Future<T>> call) {
    return underWay < AT_ONCE && waiting.isEmpty()
        ? send(place, call)
        : Future.failedFuture(new ChatFault(Kind.SKIPPED, "too much else to say"));
  }

  private void next() {
    while (underWay < AT_ONCE && !waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private <T> void begin(Place place, Supplier<Future<T>> call, Promise<T> answer) {
    Optional<ChatFault> silence = silence(place); // somebody may have been refused meanwhile
    if (silence.isPresent()) {
      answer.fail(silence.get());
      return;
    }
    underWay++;
    Promise<Void> turn = Promise.promise();
    Timers.Timer limit = timers.after(TURN, () -> {
      heed(place, new ChatFault(Kind.UNKNOWN, "no answer within " + TURN.toSeconds() + " s"));
      turn.tryComplete();
    });
    turn.future().onComplete(over -> {
      underWay--;
      next();
    });
    call.get()
        .onSuccess(done -> works(place))
        .recover(fault -> Future.failedFuture(heed(place, ChatFault.of(fault))))
        .onComplete(answer)
        .onComplete(done -> {
          limit.cancel();
          turn.tryComplete();
        });
  }

  private Optional<ChatFault> silence(Place place) {
    long now = timers.nanos();
    silences.values().removeIf(silence -> silence.untilNanos() - now <= 0);
    return Optional.ofNullable(silences.get(EVERYWHERE))
        .or(() -> Optional.ofNullable(silences.get(place.channel())))
        .map(silence -> new ChatFault(
            silence.why().kind(),
            Duration.ofNanos(silence.untilNanos() - now),
            String.valueOf(silence.why().getMessage())));
  }

  private ChatFault heed(Place place, ChatFault fault) {
    switch (fault.kind()) {
      case TOKEN -> silence(EVERYWHERE, AFTER_A_REFUSAL, fault);
      case PLACE -> silence(place.channel(), AFTER_A_REFUSAL, fault);
      case TOO_MANY -> silence(EVERYWHERE, fault.pause(), fault);
      case GONE, REFUSED, UNKNOWN, SKIPPED -> {}
    }
    complain(place, fault);
    return fault;
  }

  private void silence(String where, Duration howLong, ChatFault fault) {
    silences.put(where, new Silence(timers.nanos() + howLong.toNanos(), fault));
  }

  private void complain(Place place, ChatFault fault) {
    boolean news = switch (fault.kind()) {
      case TOKEN, TOO_MANY, UNKNOWN -> said.add(fault.kind().name());
      case PLACE, REFUSED -> said.size() < MOST_WAITING && said.add(place.channel());
      case GONE, SKIPPED -> false;
    };
    if (news) {
      LOG.warn(
          "People in {} are not told of wakes: {}{}",
          place.name(),
          fault.getMessage(),
          advice(fault.kind()));
    } else {
      LOG.debug("{}: {}", place.name(), fault.getMessage());
    }
  }

  private String advice(Kind kind) {
    return switch (kind) {
      case TOKEN ->
        ". Set chat." + server.word() + ".token to the token of a bot that is not disabled";
      case PLACE -> ". Make the bot a member of the channel, and check that the channel exists";
      case GONE, TOO_MANY, REFUSED, UNKNOWN, SKIPPED -> "";
    };
  }

  private void works(Place place) {
    boolean channel = said.remove(place.channel());
    boolean all = said.removeIf(what -> what.equals(Kind.TOKEN.name())
        || what.equals(Kind.TOO_MANY.name())
        || what.equals(Kind.UNKNOWN.name()));
    if (channel || all) {
      LOG.info("People in {} are told of wakes again", place.name());
    }
  }
}

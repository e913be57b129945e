package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.Held;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.UsualWake;
import io.reveille.core.Timers;
import io.reveille.http.ReveilleHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where in the chat somebody waits for one agent. Each place is told of once in each state of the agent, however many
 * wait there, and once more when somebody has come who waits clearly longer.
 *
 * <p>Safe from any thread. Two who come at once may both be told of; that does no harm.
 */
final class ChatPlaces {
  private static final Logger LOG = LoggerFactory.getLogger(ChatPlaces.class);
  private static final Pattern CHANNEL = Pattern.compile("(mattermost|slack):[A-Za-z0-9_-]{1,64}");
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Duration CLEARLY = Duration.ofSeconds(5);

  /** Whoever may call can name any place: so many of them are served. */
  private static final int MOST = 64;

  private final Timers timers;
  private final Consumer<Held> listener;
  private final Map<ChatPlace, Long> toldUntil = new ConcurrentHashMap<>();
  private final AtomicBoolean complained = new AtomicBoolean();
  private volatile Moment moment = new Moment(State.MISSING, Instant.MIN);

  /** From one change of state to the next. */
  private record Moment(State state, Instant since) {}

  ChatPlaces(Timers timers, Consumer<Held> listener) {
    this.timers = timers;
    this.listener = listener;
  }

  /** As the caller names it, else where the agent is at home. What is malformed counts as not said. */
  Optional<ChatPlace> of(Exchange exchange) {
    return said(exchange, ReveilleHeaders.CHANNEL, CHANNEL)
        .map(channel -> new ChatPlace(
            channel,
            said(exchange, ReveilleHeaders.THREAD, PART),
            said(exchange, ReveilleHeaders.MESSAGE, PART)))
        .or(() -> exchange
            .view()
            .settings()
            .chatChannel()
            .map(home -> new ChatPlace(home, Optional.empty(), Optional.empty())));
  }

  /** Somebody waits there, for {@code patience} at the longest. */
  void waits(AgentView view, ChatPlace place, Duration patience) {
    forgetWhatIsOver(new Moment(view.state(), view.since()));
    // fifty messages of one thread are one place
    ChatPlace where = new ChatPlace(place.channel(), place.thread(), Optional.empty());
    long until = timers.nanos() + patience.toNanos();
    Optional<Long> told = Optional.ofNullable(toldUntil.get(where));
    boolean known = told.filter(before -> until - before < CLEARLY.toNanos()).isPresent();
    if (known || (told.isEmpty() && toldUntil.size() >= MOST)) {
      return;
    }
    toldUntil.put(where, until);
    listener.accept(new Held(view.id(), where, patience, view.usualWake().map(UsualWake::p50)));
  }

  private void forgetWhatIsOver(Moment now) {
    if (!now.equals(moment)) {
      moment = now;
      toldUntil.clear();
    }
  }

  private Optional<String> said(Exchange exchange, CharSequence header, Pattern form) {
    Optional<String> value = Optional.ofNullable(exchange.request().getHeader(header));
    Optional<String> good = value.filter(text -> form.matcher(text).matches());
    if (value.isPresent() && good.isEmpty() && complained.compareAndSet(false, true)) {
      LOG.warn(
          "Request {} to {} has a malformed {}, which is ignored, here and from now on: use"
              + " mattermost:CHANNEL_ID or slack:CHANNEL_ID and IDs of posts",
          exchange.requestId(),
          exchange.view().id(),
          header);
    }
    return good;
  }
}

package io.reveille.notify;

import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.Held;
import io.reveille.config.GatewayConfig.Chat.OnReady;
import io.reveille.config.GatewayConfig.Chat.Waking;
import io.reveille.core.BotId;
import io.reveille.core.IndicatorPost;
import io.reveille.core.Timers;
import io.reveille.notify.ChatFault.Kind;
import io.reveille.notify.ChatServer.Saying;
import io.reveille.notify.ChatServer.Sign;
import io.reveille.notify.WakingIndicator.Effect;
import io.reveille.notify.WakingIndicator.Event;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell around one {@link WakingIndicator}: sets its timers, looks before each rung whether the wake still goes
 * on, and carries out what is decided. All on one event loop.
 */
final class Ladder {
  private static final Logger LOG = LoggerFactory.getLogger(Ladder.class);

  /** A wake that was asked for just now may not have begun. */
  private static final Duration TO_BEGIN = Duration.ofSeconds(2);

  private final BotId agent;
  private final Place place;
  private final Surroundings surroundings;
  private final ChatServer server;
  private final long begun;
  private final Optional<Duration> usual;
  private WakingIndicator indicator;
  private long waitedForUntil;
  private String name;
  private Saying saying;
  private Saying shown;
  private Optional<Sign> sign = Optional.empty();
  private boolean typed;
  private String reason = "";
  private Duration took = Duration.ZERO;

  /**
   * What a ladder leans on.
   *
   * @param look asks for what is so; fails if nobody answers
   */
  record Surroundings(
      Timers timers,
      Waking waking,
      Leftovers leftovers,
      Function<BotId, Future<Optional<AgentReport>>> look) {}

  Ladder(Held first, Place place, ChatServer server, Surroundings surroundings) {
    this.agent = first.agent();
    this.place = place;
    this.server = server;
    this.surroundings = surroundings;
    this.begun = surroundings.timers().nanos();
    this.usual = first.usualWake();
    this.indicator = WakingIndicator.begin(surroundings.waking().onReady());
    this.waitedForUntil = begun + first.patience().toNanos();
    this.name = agent.value();
    this.saying = words().waking(usual);
    this.shown = saying;
  }

  void begin() {
    Waking waking = surroundings.waking();
    after(waking.typingAfter(), this::typingRung);
    after(waking.postAfter(), this::postRung);
  }

  /** Somebody else waits there. */
  void waits(Held held) {
    long until = surroundings.timers().nanos() + held.patience().toNanos();
    waitedForUntil = Math.max(waitedForUntil, until);
  }

  boolean over() {
    return indicator.over();
  }

  void ready() {
    took = Duration.ofNanos(surroundings.timers().nanos() - begun);
    feed(Event.READY);
  }

  /** @param why sentences for people */
  void failed(String why) {
    reason = why;
    feed(Event.FAILED);
  }

  /** The wake is over and there is nothing to say. */
  void drop() {
    feed(Event.DROPPED);
  }

  /** Something happened to the agent: looks what. */
  void news() {
    look(report -> feed(Event.NEWS));
  }

  private void typingRung() {
    look(report -> {
      if (waitedForUntil - surroundings.timers().nanos() > 0) {
        feed(Event.TYPING_DUE);
      }
      after(server.typingLasts(), this::typingRung);
    });
  }

  private void postRung() {
    look(report -> feed(Event.POST_DUE));
  }

  /** Does {@code further} if the wake goes on; else it is over. */
  private void look(Rung further) {
    if (over()) {
      return;
    }
    surroundings
        .look()
        .apply(agent)
        .onSuccess(report -> report.ifPresentOrElse(known -> judge(known, further), this::drop))
        .onFailure(fault -> {
          LOG.debug("Nobody knows about {}", agent, fault);
          further.run(Optional.empty()); // it was waking when it was last heard of
        });
  }

  private interface Rung {
    void run(Optional<AgentReport> report);
  }

  private void judge(AgentReport report, Rung further) {
    name = report.name();
    switch (report.state()) {
      case RUNNING -> ready();
      case FAILED, MISSING -> failed("");
      case CREATED, PAUSED, STOPPED -> {
        if (surroundings.timers().nanos() - begun > TO_BEGIN.toNanos()) {
          drop(); // an operator has put it to sleep
        } else {
          goOn(words().waking(usual), report, further);
        }
      }
      case STARTING, IDLE -> goOn(words().waking(usual), report, further);
      case CRASHED, RESTARTING -> goOn(words().restarting(report.lastExit()), report, further);
    }
  }

  private void goOn(Saying now, AgentReport report, Rung further) {
    saying = now;
    further.run(Optional.of(report));
  }

  private void feed(Event event) {
    WakingIndicator.Step step = indicator.on(event);
    indicator = step.next();
    step.effects().forEach(this::carryOut);
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case TYPE -> {
        typed = true;
        server.type(place, saying).onFailure(Ladder::skipped);
      }
      case REST -> {
        if (typed && sign.isEmpty()) {
          server.rest(place).onFailure(Ladder::skipped);
        }
      }
      case POST -> post();
      case POST_AGAIN -> {} // by the timer that was set when the server asked for it
      case REMEMBER -> asPost(interrupted()).ifPresent(surroundings.leftovers()::stands);
      case REVISE -> revise();
      case DELETE -> end(Optional.empty());
      case SAY_AWAKE -> end(Optional.of(words().awake(took)));
      case SAY_FAILED -> end(Optional.of(words().failed(reason)));
    }
  }

  private void post() {
    Saying said = saying;
    server
        .post(place, said, () -> !over())
        .onSuccess(stands -> {
          sign = Optional.of(stands);
          shown = said;
          feed(Event.ACCEPTED);
        })
        .onFailure(fault -> notPosted(ChatFault.of(fault)));
  }

  private void notPosted(ChatFault fault) {
    if (fault.kind() == Kind.TOO_MANY) {
      after(fault.pause(), this::postRung);
      feed(Event.PUT_OFF);
    } else {
      feed(Event.REFUSED);
    }
  }

  private void revise() {
    if (!saying.equals(shown)) {
      shown = saying;
      sign.ifPresent(stands -> server.edit(stands, saying).onFailure(Ladder::skipped));
    }
  }

  private void end(Optional<String> lastWord) {
    Optional<IndicatorPost> post = asPost(lastWord);
    if (post.isPresent()) {
      surroundings.leftovers().end(post.get());
    } else {
      sign.ifPresent(line -> lastWord
          .map(text -> server.conclude(line, text))
          .orElseGet(() -> server.remove(line))
          .onFailure(Ladder::skipped));
    }
  }

  /** What a later Reveille makes of it when this one cannot look after it any more. */
  private Optional<String> interrupted() {
    return surroundings.waking().onReady() == OnReady.EDIT
        ? Optional.of(words().interrupted())
        : Optional.empty();
  }

  /** Empty for a line that goes away by itself. */
  private Optional<IndicatorPost> asPost(Optional<String> ending) {
    return sign.flatMap(Sign::id).map(id -> new IndicatorPost(agent, place.name(), id, ending));
  }

  private IndicatorWords words() {
    return new IndicatorWords(place.server(), name);
  }

  private void after(Duration delay, Runnable rung) {
    surroundings.timers().after(delay, () -> {
      if (!over()) {
        rung.run();
      }
    });
  }

  /** The line to the server has said it already, where it matters. */
  private static void skipped(Throwable fault) {
    LOG.debug("Left out: {}", fault.getMessage());
  }
}

package io.reveille.lifecycle;

import io.reveille.core.Agent.Event;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.Cause;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a running agent has been quiet for long enough. One timer, set again from the last activity when it
 * fires: requests never touch it.
 */
final class IdleClock {
  private static final Logger LOG = LoggerFactory.getLogger(IdleClock.class);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final AgentKeeper keeper;
  private Timers.Timer timer = () -> {};
  private long awakeSince;
  private Optional<Instant> busySince = Optional.empty();

  IdleClock(AgentKeeper keeper) {
    this.keeper = keeper;
  }

  /** The agent is running from now on. */
  void start() {
    awakeSince = keeper.nanos();
    busySince = Optional.empty();
    set(keeper.settings().idleTimeout());
  }

  void stop() {
    timer.cancel();
  }

  /** When it falls due, if nothing happens until then; nothing while it is not running or never falls due. */
  Optional<Duration> remaining() {
    return isOff() ? Optional.empty() : Optional.of(idleTimeout().minus(quietFor()));
  }

  /** Without any request since it woke, the wake itself counts as the last activity. */
  private Duration quietFor() {
    return Duration.ofNanos(
        keeper.nanos() - Math.max(awakeSince, keeper.gate().lastActivityNanos()));
  }

  private void set(Duration wait) {
    timer.cancel();
    if (!isOff()) {
      timer = keeper.ports().timers().after(wait, this::look);
    }
  }

  private boolean isOff() {
    return idleTimeout().isZero()
        || keeper.settings().idleAction() == IdleAction.NONE
        || keeper.order().forbidsSleep();
  }

  private Duration idleTimeout() {
    return keeper.settings().idleTimeout();
  }

  private void look() {
    Duration rest = idleTimeout().minus(quietFor());
    if (rest.toNanos() > 0) {
      set(rest);
    } else if (keeper.gate().inFlight() > 0) {
      set(shorter(idleTimeout(), LOOK_AGAIN)); // a stream that falls silent leaves without a sign
    } else if (mustStayAwake()) {
      set(idleTimeout());
    } else {
      ask();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private boolean mustStayAwake() {
    AgentSettings settings = keeper.settings();
    Instant now = keeper.ports().timers().wall();
    return settings.awakeHours().map(hours -> hours.contains(now)).orElse(false)
        || keeper.neighbours().needs(keeper.id());
  }

  private void ask() {
    if (keeper.settings().busy().path().isEmpty()) {
      fallAsleep("");
      return;
    }
    int version = keeper.version();
    Future<Boolean> busy = keeper.ports().probe().busy(keeper.witness().last());
    busy.onComplete(answer -> {
      if (keeper.version() == version) {
        decide(answer.succeeded() && answer.result());
      }
    });
  }

  private void decide(boolean busy) {
    Instant now = keeper.ports().timers().wall();
    Duration max = keeper.settings().busy().max();
    if (!busy) {
      busySince = Optional.empty();
    } else if (busySince.isEmpty()) {
      busySince = Optional.of(now);
    }
    boolean tooLong = busySince
        .map(since -> !max.isZero() && Duration.between(since, now).compareTo(max) >= 0)
        .orElse(false);
    if ((busy && !tooLong) || keeper.order().forbidsSleep()) {
      set(idleTimeout());
    } else if (quietFor().compareTo(idleTimeout()) < 0) {
      set(idleTimeout().minus(quietFor())); // somebody came while it was asked
    } else {
      fallAsleep(busy ? "still busy after " + max.toSeconds() + " s, put to sleep anyway" : "");
    }
  }

  private void fallAsleep(String note) {
    if (!note.isEmpty()) {
      LOG.warn("{}: {}", keeper.id(), note);
    }
    keeper.reasons().beginAnew();
    keeper.reasons().note(note);
    boolean stop = keeper.settings().idleAction() == IdleAction.STOP;
    keeper.apply(stop ? Event.DISMISSED : Event.QUIET, Cause.IDLE_TIMEOUT);
  }

  /** The settings have changed. */
  void refresh() {
    LOG.debug("{}: idle timeout is {} now", keeper.id(), idleTimeout());
    set(Duration.ZERO);
  }
}

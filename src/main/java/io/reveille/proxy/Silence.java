package io.reveille.proxy;

import io.reveille.core.AgentView;
import io.reveille.core.Timers.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes an open stream out of the gate's count while nothing moves on it for the idle timeout. One timer, set anew
 * only when it fires. Confined to the event loop of its exchange.
 */
final class Silence {
  private static final Duration ANSWER = Duration.ofMillis(200);
  private static final int MOST_ANSWERS = 25;

  private final Exchange exchange;
  private final Duration longest;
  private final Lane lane;
  private BooleanSupplier unanswered = () -> false;
  private @Nullable Timer timer;
  private long lastNanos;
  private int waited;

  private Silence(Exchange exchange, Duration longest, Lane lane) {
    this.exchange = exchange;
    this.longest = longest;
    this.lane = lane;
  }

  /** Empty if open streams keep this agent awake, or if it never goes to sleep. */
  static Optional<Silence> of(Exchange exchange, AgentView view, Lane lane) {
    Duration longest = view.settings().idleTimeout();
    if (longest.isZero() || lane.config().get().wake().keepAwakeByOpenStreams()) {
      return Optional.empty();
    }
    Silence silence = new Silence(exchange, longest, lane);
    silence.begin();
    return Optional.of(silence);
  }

  /** As long as {@code unanswered} holds it is not over, for a few seconds at the most. */
  Silence unless(BooleanSupplier unanswered) {
    this.unanswered = unanswered;
    return this;
  }

  /** Something moves. False if it is not in the count and cannot come in: the agent is not ready. */
  boolean broken() {
    lastNanos = lane.timers().nanos();
    waited = 0;
    if (exchange.counted()) {
      return true;
    }
    if (exchange.enter().isEmpty()) {
      return false;
    }
    begin();
    return true;
  }

  /** It is in the count (again). */
  void begin() {
    lastNanos = lane.timers().nanos();
    watch(longest);
  }

  void end() {
    Timer set = timer;
    if (set != null) {
      set.cancel();
      timer = null;
    }
  }

  private void watch(Duration wait) {
    if (timer == null) {
      timer = lane.timers().after(wait, this::look);
    }
  }

  private void look() {
    timer = null;
    if (exchange.over() || !exchange.counted()) {
      return;
    }
    long rest = longest.toNanos() - (lane.timers().nanos() - lastNanos);
    if (rest > 0) {
      watch(Duration.ofNanos(rest));
    } else if (waited < MOST_ANSWERS && unanswered.getAsBoolean()) {
      waited++;
      watch(ANSWER);
    } else {
      exchange.rest();
    }
  }
}

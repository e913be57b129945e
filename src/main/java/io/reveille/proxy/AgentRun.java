package io.reveille.proxy;

import io.reveille.core.AgentView;
import io.reveille.core.Generation;
import io.reveille.core.Timers.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The run of an agent that an open stream belongs to. A pause does not end it. Its end is mostly heard from the
 * connection; whoever does not hear it there, as after a network that was taken away, is told here.
 */
final class AgentRun implements Consumer<AgentView> {
  /** What the agent said last may still be on its way. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** A connection ends a little before the runtime says why. */
  private static final Duration REASON = Duration.ofSeconds(1);

  private final Exchange exchange;
  private final Generation generation;
  private final Lane lane;
  private Runnable whenOver = () -> {};
  private Runnable whenOpen = () -> {};
  private Runnable whenDraining = () -> {};
  private Runnable forget = () -> {};
  private @Nullable Timer timer;
  private boolean cut;
  private boolean ended;

  AgentRun(Exchange exchange, AgentView view, Lane lane) {
    this.exchange = exchange;
    this.generation = view.generation();
    this.lane = lane;
  }

  AgentRun whenOpen(Runnable action) {
    whenOpen = action;
    return this;
  }

  /** Reveille stops, and waits for this stream like for any other exchange. */
  AgentRun whenDraining(Runnable action) {
    whenDraining = action;
    return this;
  }

  /** Until the exchange has ended, {@code over} is called when the run has. */
  void begin(Runnable over) {
    whenOver = over;
    exchange.whenOver(this::end);
    forget = lane.open().whenDraining(whenDraining);
    if (lane.open().draining()) {
      exchange.context().runOnContext(late -> whenDraining.run());
    }
    exchange.gate().watch(this);
    accept(exchange.view()); // it may have ended since the stream was begun
  }

  /** The connection is gone. {@code over} is called when it shows why, at the latest in a moment. */
  void cut() {
    cut = true;
    set(lasts(exchange.view()) ? REASON : Duration.ZERO);
  }

  /** On any thread. */
  @Override
  public void accept(AgentView view) {
    if (!lasts(view)) {
      exchange.context().runOnContext(here -> watch());
    } else if (view.open()) {
      exchange.context().runOnContext(here -> open());
    }
  }

  /** Whether what was connected to this run is connected to what {@code view} shows. */
  boolean lasts(AgentView view) {
    return switch (view.state()) {
      case STARTING, RUNNING, IDLE, PAUSED -> view.generation().equals(generation);
      case CREATED, STOPPED, CRASHED, RESTARTING, FAILED, MISSING -> false;
    };
  }

  private void open() {
    if (!ended) {
      whenOpen.run();
    }
  }

  private void watch() {
    if (!ended && (timer == null || cut)) {
      set(cut ? Duration.ZERO : LAST_WORDS);
    }
  }

  private void set(Duration wait) {
    cancel();
    timer = lane.timers().after(wait, whenOver);
  }

  private void end() {
    ended = true;
    forget.run();
    exchange.gate().unwatch(this);
    cancel();
  }

  private void cancel() {
    Timer set = timer;
    if (set != null) {
      set.cancel();
      timer = null;
    }
  }
}

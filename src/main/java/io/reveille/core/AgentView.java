package io.reveille.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the data plane may know of one agent: an immutable picture, published whole at each change.
 *
 * @param endpoint where the newest generation answers; always there when {@code RUNNING}
 * @param since wall time of the last change of state
 * @param retryAtNanos on {@link Timers#nanos}: in {@code RESTARTING} when the next attempt begins, in {@code
 *     FAILED} when one message may try again; {@link Long#MAX_VALUE} if only an admin can help
 * @param lastWake how the present run began, for {@code Reveille-Wake} and {@code Server-Timing}
 * @param usualWake what a wake from here usually takes; empty while nothing is known
 * @param started in {@code STARTING}: it runs already and is asked whether it answers
 */
public record AgentView(
    BotId id,
    Agent.State state,
    Generation generation,
    Optional<Endpoint> endpoint,
    AgentSettings settings,
    Instant since,
    long retryAtNanos,
    WakeKind lastWake,
    Duration lastWakeTook,
    Optional<UsualWake> usualWake,
    Optional<Exit> lastExit,
    boolean started) {

  /** Of one of which nobody asks whether it answers. */
  public AgentView(
      BotId id,
      Agent.State state,
      Generation generation,
      Optional<Endpoint> endpoint,
      AgentSettings settings,
      Instant since,
      long retryAtNanos,
      WakeKind lastWake,
      Duration lastWakeTook,
      Optional<UsualWake> usualWake,
      Optional<Exit> lastExit) {
    this(
        id,
        state,
        generation,
        endpoint,
        settings,
        since,
        retryAtNanos,
        lastWake,
        lastWakeTook,
        usualWake,
        lastExit,
        false);
  }

  /** How a wake was done, in the words of the {@code Reveille-Wake} header. */
  public enum WakeKind {
    NONE,
    UNPAUSE,
    START,
    RESTART;

    private final String word = name().toLowerCase(java.util.Locale.ROOT);

    public String word() {
      return word;
    }
  }

  /** Of the recent wakes of this kind. */
  public record UsualWake(Duration p50, Duration p90) {}

  public boolean open() {
    return state == Agent.State.RUNNING;
  }
}

package io.reveille.core;

import static io.reveille.core.Agent.Effect.ANSWER;
import static io.reveille.core.Agent.Effect.ATTEMPT;
import static io.reveille.core.Agent.Effect.PAUSE;
import static io.reveille.core.Agent.Effect.PROBE;
import static io.reveille.core.Agent.Effect.REFUSE;
import static io.reveille.core.Agent.Effect.STOP;
import static io.reveille.core.Agent.Effect.SUPERVISE;
import static io.reveille.core.Agent.Effect.WAKE;
import static io.reveille.core.Agent.Effect.WAKE_IF_WANTED;
import static io.reveille.core.Agent.State.CRASHED;
import static io.reveille.core.Agent.State.CREATED;
import static io.reveille.core.Agent.State.FAILED;
import static io.reveille.core.Agent.State.IDLE;
import static io.reveille.core.Agent.State.MISSING;
import static io.reveille.core.Agent.State.PAUSED;
import static io.reveille.core.Agent.State.RESTARTING;
import static io.reveille.core.Agent.State.RUNNING;
import static io.reveille.core.Agent.State.STARTING;
import static io.reveille.core.Agent.State.STOPPED;

import java.util.List;
import java.util.Locale;

/**
 * One agent at one instant: the whole of its life is in {@link #on}, which decides and never acts. The
 * caller carries out the effects in order, stamps what it starts with {@code version}, and drops
 * whatever comes back with an older stamp. An exit of another {@code generation} is not this agent's.
 */
public record Agent(BotId id, State state, int version, Generation generation) {

  /** The states of the specification. The gate is open in {@code RUNNING} and in no other. */
  public enum State {
    CREATED,
    STARTING,
    RUNNING,
    IDLE,
    PAUSED,
    STOPPED,
    CRASHED,
    RESTARTING,
    FAILED,
    MISSING;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The state that {@link #word} spells; throws {@link IllegalArgumentException} on any other text. */
    public static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public boolean asleep() {
      return this == CREATED || this == PAUSED || this == STOPPED;
    }

    /** Whether it counts against the limit of agents that may be awake at once. */
    public boolean holdsSeat() {
      return this == STARTING || this == RUNNING || this == IDLE || this == RESTARTING;
    }
  }

  /** What can happen to an agent. The second half is what the runtime shows. */
  public enum Event {
    /** Somebody needs it awake. */
    WANTED,
    /** Somebody needs it awake, but an operator keeps it asleep. */
    DENIED,
    /** It answers: the end of a wake or of an attempt. */
    READY,
    /** It could not be started, or did not answer in time. */
    NOT_READY,
    /** It shall be paused. */
    QUIET,
    /** It shall be stopped. */
    DISMISSED,
    /** It will not sleep: a request came, it is busy, or the runtime refused. It runs on as before. */
    KEPT,
    /** The supervisor has planned an attempt. */
    PLANNED,
    /** The supervisor has no attempt left. */
    SPENT,
    /** The backoff is over, or a trial is allowed. */
    ATTEMPT_DUE,
    /** An admin forgives its crashes. */
    RESET,

    /** Never started. */
    FOUND,
    /** A generation that nobody here knows to be ready runs. */
    UP,
    /** A generation that was ready before runs again or still. */
    THAWED,
    /** Paused. */
    FROZEN,
    /** Ended, as somebody asked it to or with exit code 0. */
    ENDED,
    /** Ended otherwise. */
    DIED,
    /** There is no such container. */
    REMOVED
  }

  /** What the caller has to do after a step. */
  public enum Effect {
    /** Unpause or start, then make sure that it answers: ends in READY, NOT_READY or what the runtime shows. */
    WAKE,
    /** It runs already: only make sure that it answers. */
    PROBE,
    /** A restart attempt: like a wake, but what still runs is stopped first. */
    ATTEMPT,
    PAUSE,
    STOP,
    /** Let the supervisor plan: PLANNED or SPENT. */
    SUPERVISE,
    /** Tell those who wait that it is ready. */
    ANSWER,
    /** Tell those who wait why not. */
    REFUSE,
    /** It went to sleep under somebody's request: WANTED again. */
    WAKE_IF_WANTED
  }

  /** What becomes of the agent, and what has to be done about it. */
  public record Step(Agent next, List<Effect> effects) {}

  /** An agent of which nothing is known yet. */
  public static Agent unknown(BotId id) {
    return new Agent(id, MISSING, 0, Generation.NONE);
  }

  /** The same agent as another generation; nothing else changes. */
  public Agent as(Generation generation) {
    return new Agent(id, state, version, generation);
  }

  /** Total over state and event; a stay without effects means that the event says nothing new here. */
  public Step on(Event event) {
    return switch (state) {
      case CREATED, STOPPED ->
        switch (event) {
          case WANTED -> to(STARTING, WAKE);
          case DENIED -> stay(REFUSE);
          case UP, THAWED -> to(STARTING, PROBE);
          case FROZEN -> to(PAUSED);
          case DIED -> to(CRASHED, SUPERVISE);
          case FOUND -> state == CREATED ? stay() : to(CREATED);
          case ENDED -> state == STOPPED ? stay() : to(STOPPED);
          case REMOVED -> to(MISSING);
          case READY, NOT_READY, QUIET, DISMISSED, KEPT, PLANNED, SPENT, ATTEMPT_DUE, RESET ->
            stay();
        };
      case STARTING ->
        switch (event) {
          case READY -> to(RUNNING, ANSWER);
          // it may still be coming up: a process that nobody waits for is not left behind
          case NOT_READY -> to(STARTING, REFUSE, STOP);
          case KEPT, UP -> to(STARTING, PROBE);
          case DISMISSED -> to(IDLE, REFUSE, STOP);
          case FOUND -> to(CREATED, REFUSE);
          case FROZEN -> to(PAUSED, REFUSE);
          case ENDED -> to(STOPPED, REFUSE);
          case DIED -> to(CRASHED, SUPERVISE);
          case REMOVED -> to(MISSING, REFUSE);
          case WANTED, DENIED, THAWED, QUIET, PLANNED, SPENT, ATTEMPT_DUE, RESET -> stay();
        };
      case RUNNING ->
        switch (event) {
          case WANTED, DENIED -> stay(ANSWER);
          case QUIET -> to(IDLE, PAUSE);
          case DISMISSED -> to(IDLE, STOP);
          case UP -> to(STARTING, PROBE);
          case FOUND -> to(CREATED);
          case FROZEN -> to(PAUSED);
          case ENDED -> to(STOPPED);
          case DIED -> to(CRASHED, SUPERVISE);
          case REMOVED -> to(MISSING);
          case READY, NOT_READY, KEPT, THAWED, PLANNED, SPENT, ATTEMPT_DUE, RESET -> stay();
        };
      case IDLE ->
        switch (event) {
          case KEPT, THAWED -> to(RUNNING, ANSWER);
          case UP -> to(STARTING, PROBE);
          // a pause under way cannot be called back: who came meanwhile wakes it right behind
          case FROZEN -> to(PAUSED, WAKE_IF_WANTED);
          case ENDED -> to(STOPPED, WAKE_IF_WANTED);
          case FOUND -> to(CREATED, WAKE_IF_WANTED);
          case DIED -> to(CRASHED, SUPERVISE);
          case REMOVED -> to(MISSING, REFUSE);
          case WANTED,
              DENIED,
              READY,
              NOT_READY,
              QUIET,
              DISMISSED,
              PLANNED,
              SPENT,
              ATTEMPT_DUE,
              RESET -> stay();
        };
      case PAUSED ->
        switch (event) {
          case WANTED -> to(STARTING, WAKE);
          case DENIED -> stay(REFUSE);
          case DISMISSED -> to(IDLE, STOP);
          case THAWED -> to(RUNNING, ANSWER);
          case UP -> to(STARTING, PROBE);
          case FOUND -> to(CREATED);
          case ENDED -> to(STOPPED);
          case DIED -> to(CRASHED, SUPERVISE);
          case REMOVED -> to(MISSING);
          case FROZEN, READY, NOT_READY, QUIET, KEPT, PLANNED, SPENT, ATTEMPT_DUE, RESET -> stay();
        };
      case CRASHED ->
        switch (event) {
          case PLANNED -> to(RESTARTING, REFUSE);
          case SPENT -> to(FAILED, REFUSE);
          case UP, THAWED -> to(STARTING, PROBE);
          case FROZEN -> to(PAUSED, REFUSE);
          case FOUND -> to(CREATED, REFUSE);
          case REMOVED -> to(MISSING, REFUSE);
          case WANTED,
              DENIED,
              READY,
              NOT_READY,
              QUIET,
              DISMISSED,
              KEPT,
              ATTEMPT_DUE,
              RESET,
              ENDED,
              DIED -> stay();
        };
      case RESTARTING ->
        switch (event) {
          case ATTEMPT_DUE -> to(RESTARTING, ATTEMPT);
          case READY -> to(RUNNING, ANSWER);
          case NOT_READY, DIED -> to(CRASHED, SUPERVISE);
          // whoever cannot wait for the attempt is told so, the others join it
          case WANTED, DENIED -> stay(REFUSE);
          case DISMISSED -> to(IDLE, REFUSE, STOP);
          case RESET -> to(STARTING, WAKE);
          case UP, THAWED -> to(STARTING, PROBE);
          case FROZEN -> to(PAUSED, REFUSE);
          case ENDED -> to(STOPPED, REFUSE);
          case FOUND -> to(CREATED, REFUSE);
          case REMOVED -> to(MISSING, REFUSE);
          case QUIET, KEPT, PLANNED, SPENT -> stay();
        };
      case FAILED ->
        switch (event) {
          case WANTED, DENIED -> stay(REFUSE);
          case ATTEMPT_DUE -> to(RESTARTING, ATTEMPT);
          case RESET -> to(STOPPED);
          case UP, THAWED -> to(STARTING, PROBE);
          case FROZEN -> to(PAUSED);
          case FOUND -> to(CREATED);
          case REMOVED -> to(MISSING);
          case READY, NOT_READY, QUIET, DISMISSED, KEPT, PLANNED, SPENT, ENDED, DIED -> stay();
        };
      case MISSING ->
        switch (event) {
          case WANTED, DENIED -> stay(REFUSE);
          case FOUND -> to(CREATED);
          case UP, THAWED -> to(STARTING, PROBE);
          case FROZEN -> to(PAUSED);
          case ENDED -> to(STOPPED);
          case DIED -> to(CRASHED, SUPERVISE);
          case READY,
              NOT_READY,
              QUIET,
              DISMISSED,
              KEPT,
              PLANNED,
              SPENT,
              ATTEMPT_DUE,
              RESET,
              REMOVED -> stay();
        };
    };
  }

  private Step to(State next, Effect... effects) {
    return new Step(new Agent(id, next, version + 1, generation), List.of(effects));
  }

  private Step stay(Effect... effects) {
    return new Step(this, List.of(effects));
  }
}

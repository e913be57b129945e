package io.reveille.bus;

import io.reveille.core.Agent;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.EventLog;
import io.reveille.core.Exit;
import io.reveille.core.Journal;
import io.reveille.core.Keep;
import io.reveille.core.LogLine;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting;
import io.reveille.core.Tally;
import io.reveille.core.Trouble;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All that one verticle may say to another. Records only: they cross the bus by reference. */
public sealed interface GatewayMessage {

  /**
   * Command: wake the agent, for requests that are held. Answered once, within {@code patience}.
   *
   * @param place where in the chat the message stands that caused it
   */
  record Wake(BotId agent, Duration patience, Optional<ChatPlace> place)
      implements GatewayMessage {}

  /** Where a message stands, from {@code Reveille-Channel}, {@code -Thread} and {@code -Message}. */
  record ChatPlace(String channel, Optional<String> thread, Optional<String> message) {}

  /**
   * Somebody waits for the agent, in a place where people can be told: published, never answered. It comes once for each
   * place and state of the agent, and again when somebody has come who waits clearly longer; not for each request.
   *
   * @param patience how long the wait may take
   * @param usualWake what a wake from here usually takes; empty while nothing is known
   */
  record Held(BotId agent, ChatPlace place, Duration patience, Optional<Duration> usualWake)
      implements GatewayMessage {}

  /**
   * Every expected end of a {@link Wake}; a failed reply means a fault in the gateway itself.
   *
   * @param detail for people, a sentence; empty when there is nothing to add
   * @param retryAfter when it makes sense to ask again; zero if unknown
   */
  record WakeReply(BotId agent, Outcome outcome, String detail, Duration retryAfter)
      implements GatewayMessage {

    public enum Outcome {
      READY,
      STILL_WAKING,
      /** The wake ended without a ready agent, which sleeps again. */
      WAKE_FAILED,
      /** It crashed; the next attempt begins in {@code retryAfter}. */
      RESTARTING,
      FAILED,
      MISSING,
      /** An operator keeps it asleep; for {@code retryAfter}, if that is known. */
      KEPT_ASLEEP,
      UNKNOWN_AGENT
    }
  }

  /**
   * Command: an operator's action.
   *
   * @param force also while requests are in flight
   * @param patience how long the reply may wait for the end of it; zero: only until it is accepted
   */
  record Act(BotId agent, Action action, boolean force, Duration patience)
      implements GatewayMessage {

    public enum Action {
      WAKE,
      PAUSE,
      STOP,
      RESTART,
      RESET_FAILED
    }
  }

  /** Every expected end of an {@link Act}. */
  record ActReply(Result result, String detail, Optional<AgentReport> agent)
      implements GatewayMessage {

    public enum Result {
      /** Done within the patience. */
      DONE,
      /** It was so already. */
      ALREADY,
      /** Begun; it goes on. */
      ACCEPTED,
      /** Requests are in flight and {@code force} was not given. */
      IN_USE,
      /** It cannot be done in this state. */
      IMPOSSIBLE,
      /** It was tried and did not work. */
      NOT_DONE,
      UNKNOWN_AGENT
    }
  }

  /**
   * Command: hold an agent to being awake or asleep, or no longer. Answered by an {@link ActReply}.
   *
   * @param keep empty: what is held in {@code mode} is let go
   * @param force put to sleep also while requests are in flight
   */
  record SetKeep(BotId agent, Keep.Mode mode, Optional<Keep> keep, boolean force)
      implements GatewayMessage {}

  /** Query: one agent, or all of them. */
  record Find(Optional<BotId> agent) implements GatewayMessage {}

  /** The agents asked for, in the order of their IDs; empty if the one asked for is unknown. */
  record Found(List<AgentReport> agents) implements GatewayMessage {}

  /** All that is known of one agent, as the API shows it. */
  record AgentReport(
      BotId id,
      String name,
      Agent.State state,
      Instant since,
      Cause cause,
      Optional<Instant> lastActivityAt,
      Optional<Next> next,
      int inFlight,
      int held,
      Restarts restarts,
      int maxRestarts,
      Breaker breaker,
      Optional<Exit> lastExit,
      String runtime,
      Sighting.Instance instance,
      Optional<String> endpoint,
      int wakes,
      Optional<AgentView.UsualWake> usualWake,
      Memory memory,
      Optional<Keep> keep) {

    /** What it uses, and what it used last now that nothing runs; in bytes, empty while unknown. */
    public record Memory(Optional<Long> inUse, Optional<Long> freed) {
      public static final Memory UNKNOWN = new Memory(Optional.empty(), Optional.empty());
    }

    /** What comes next by itself, and when. */
    public record Next(Agent.State state, Instant at) {}

    public enum Breaker {
      CLOSED,
      OPEN,
      HALF_OPEN
    }
  }

  /** Query: one page of an agent's history, newest first. */
  record History(BotId agent, Instant since, Optional<Long> before, int limit)
      implements GatewayMessage {}

  /** Query: one page of the history of all agents, newest first. Answered by a {@link HistoryPage}. */
  record FleetHistory(Instant since, Optional<Long> before, int limit) implements GatewayMessage {}

  /** Query: wakes, sleeps and memory since then. */
  record CountUp(Instant since) implements GatewayMessage {}

  /**
   * What was counted.
   *
   * @param memory of all agents, a point a minute, oldest first
   */
  record Counted(Tally tally, List<MemoryPoint> memory) implements GatewayMessage {}

  /** In bytes, of all agents together. */
  record MemoryPoint(Instant at, long inUse, long freed) {}

  /** The page; {@code known} is false if there is no such agent and never was. */
  record HistoryPage(boolean known, List<Journal.Entry> entries) implements GatewayMessage {}

  /** Query: what an agent wrote last. */
  record Logs(BotId agent, int tail) implements GatewayMessage {}

  /** Its lines, oldest first. */
  record LogLines(List<LogLine> lines) implements GatewayMessage {}

  /** Query: is Reveille fit to serve? */
  record CheckUp() implements GatewayMessage {}

  /**
   * What {@code /readyz} and {@code /api/v1/info} tell.
   *
   * @param savedAt when the journal was written last
   */
  record Condition(
      String runtime,
      boolean runtimeConnected,
      String runtimeProblem,
      boolean reconciled,
      int agents,
      Optional<Instant> savedAt)
      implements GatewayMessage {}

  /**
   * Query: all metrics, in words for Prometheus.
   *
   * @param accept which formats the asker reads, as HTTP says it
   */
  record Scrape(String accept) implements GatewayMessage {}

  /** The metrics in the best of the formats asked for. */
  record Scraped(String contentType, Buffer body) implements GatewayMessage {}

  /** Command: send a test alert to this target, at once. */
  record TestAlert(String target) implements GatewayMessage {}

  /**
   * What came of a {@link TestAlert}.
   *
   * @param status of HTTP; 0 if nothing came back, or the target has none
   * @param detail for people; no secret of the target stands in it
   */
  record TestReport(Delivery result, int status, String detail, Duration took)
      implements GatewayMessage {

    public enum Delivery {
      DELIVERED,
      NOT_DELIVERED,
      UNKNOWN_TARGET
    }
  }

  /** Query: one page of what admins should know of, newest first; of all, or only of what goes on or is over. */
  record FindTroubles(Optional<Boolean> open, Optional<Long> before, int limit)
      implements GatewayMessage {}

  record TroublesFound(List<Trouble> troubles) implements GatewayMessage {}

  /** Query: what happened after that event, or last; oldest first. */
  record Past(Optional<Long> after, int limit) implements GatewayMessage {}

  /**
   * What happened.
   *
   * @param last the number of the newest event that there is
   */
  record PastFound(List<EventLog.Entry> entries, long last) implements GatewayMessage {}

  /** Events in their order, as they were written down: published, never answered. */
  record Recorded(List<EventLog.Entry> entries) implements GatewayMessage {}

  /**
   * Something happened: published, never answered.
   *
   * @param name of the specification, without the {@code reveille.} in front
   * @param agent empty for events of the gateway or the runtime
   */
  record AgentEvent(
      String name,
      Optional<BotId> agent,
      Optional<Agent.State> state,
      Optional<Agent.State> previous,
      Optional<Cause> cause,
      Instant at,
      Optional<Duration> duration,
      Optional<Sighting.Instance> instance,
      Optional<Exit> exit,
      int attempt,
      Optional<Instant> nextAttemptAt,
      String detail)
      implements GatewayMessage {

    /** An event of the gateway, the runtime or the configuration. */
    public static AgentEvent of(String name, Instant at, String detail) {
      return new AgentEvent(
          name,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          at,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          Optional.empty(),
          detail);
    }
  }
}

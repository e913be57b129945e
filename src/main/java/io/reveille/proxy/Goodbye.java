package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.AgentView;

/**
 * With what a WebSocket is closed that its agent cannot close (RFC 6455, 7.4, and the registry of its codes).
 *
 * @param reason for people
 */
record Goodbye(int code, String reason) {
  static final int GOING_AWAY = 1001;
  static final int SERVICE_RESTART = 1012;
  static final int TRY_AGAIN_LATER = 1013;

  /** The agent's run is over. */
  static Goodbye ended(AgentView view) {
    String agent = view.id().value();
    return switch (view.state()) {
      case CREATED, IDLE, PAUSED, STOPPED -> new Goodbye(GOING_AWAY, agent + " was stopped");
      case STARTING, CRASHED, RESTARTING -> new Goodbye(SERVICE_RESTART, agent + " is restarting");
      case FAILED -> new Goodbye(GOING_AWAY, agent + " has failed");
      case MISSING -> new Goodbye(GOING_AWAY, agent + " was removed");
      case RUNNING -> new Goodbye(GOING_AWAY, agent + " has hung up");
    };
  }

  /** The agent runs again, but not as the one that this was connected to. */
  static Goodbye anotherRun(AgentView view) {
    return new Goodbye(SERVICE_RESTART, view.id() + " has been restarted");
  }

  /** The agent could not be woken for what the client said. */
  static Goodbye unwoken(Outcome outcome, AgentView view) {
    String agent = view.id().value();
    return switch (outcome) {
      case READY, STILL_WAKING -> new Goodbye(TRY_AGAIN_LATER, agent + " is still waking");
      case WAKE_FAILED -> new Goodbye(TRY_AGAIN_LATER, agent + " could not be woken");
      case RESTARTING -> new Goodbye(TRY_AGAIN_LATER, agent + " is restarting");
      case FAILED -> new Goodbye(TRY_AGAIN_LATER, agent + " has failed");
      case KEPT_ASLEEP -> new Goodbye(TRY_AGAIN_LATER, agent + " is kept asleep");
      case MISSING, UNKNOWN_AGENT -> new Goodbye(GOING_AWAY, agent + " was removed");
    };
  }

  static Goodbye stopping() {
    return new Goodbye(GOING_AWAY, "Reveille is stopping");
  }

  static Goodbye tooManyWaiting() {
    return new Goodbye(TRY_AGAIN_LATER, "too many wait already");
  }
}

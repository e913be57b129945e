package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.Keep;
import io.reveille.core.Sighting.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What those are told who waited for an agent. */
final class Replies {
  private Replies() {}

  static WakeReply ready(AgentKeeper keeper) {
    return new WakeReply(keeper.id(), Outcome.READY, "", Duration.ZERO);
  }

  static WakeReply unknown(BotId agent) {
    return new WakeReply(
        agent, Outcome.UNKNOWN_AGENT, "There is no agent " + agent + ".", Duration.ZERO);
  }

  /** Its true reason, from the state that the agent is in now. */
  static WakeReply refusal(AgentKeeper keeper) {
    if (keeper.state().asleep() && keeper.order().forbidsWake()) {
      return keptAsleep(keeper);
    }
    return switch (keeper.state()) {
      case RESTARTING ->
        reply(keeper, Outcome.RESTARTING, "It crashed" + exit(keeper) + " and is restarted.");
      case FAILED ->
        reply(
            keeper,
            Outcome.FAILED,
            "It crashed" + exit(keeper) + " and all its restarts are used up.");
      case MISSING -> reply(keeper, Outcome.MISSING, "It is configured, but it does not exist.");
      case CREATED, STARTING, RUNNING, IDLE, PAUSED, STOPPED, CRASHED ->
        reply(keeper, Outcome.WAKE_FAILED, reason(keeper));
    };
  }

  private static WakeReply keptAsleep(AgentKeeper keeper) {
    Optional<Instant> until = keeper.order().now().flatMap(Keep::until);
    return new WakeReply(
        keeper.id(),
        Outcome.KEPT_ASLEEP,
        "An operator keeps it asleep" + until.map(at -> " until " + at).orElse("") + ".",
        until.map(at -> Duration.between(keeper.wall(), at)).orElse(Duration.ZERO));
  }

  private static WakeReply reply(AgentKeeper keeper, Outcome outcome, String detail) {
    long wait = keeper.facts().retryAtNanos() == Long.MAX_VALUE
        ? 0
        : keeper.facts().retryAtNanos() - keeper.nanos();
    return new WakeReply(keeper.id(), outcome, detail, Duration.ofNanos(Math.max(0, wait)));
  }

  private static String reason(AgentKeeper keeper) {
    if (!keeper.reasons().trouble().isEmpty()) {
      return "It did not wake: " + keeper.reasons().trouble() + ".";
    }
    boolean ended = keeper.witness().last().status() == Status.EXITED;
    return ended
        ? "It ended" + exit(keeper) + " while it was woken."
        : "It was put to sleep while it was woken.";
  }

  private static String exit(AgentKeeper keeper) {
    return keeper.witness().lastExit().map(Replies::words).orElse("");
  }

  private static String words(Exit exit) {
    return " with exit code " + exit.code() + (exit.oomKilled() ? " (out of memory)" : "");
  }
}

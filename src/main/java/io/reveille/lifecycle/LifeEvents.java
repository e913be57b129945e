package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Agent.State;
import io.reveille.core.Cause;
import io.reveille.core.Restarts;
import io.reveille.core.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which events of the specification a step in an agent's life is. */
final class LifeEvents {
  private LifeEvents() {}

  static List<AgentEvent> of(AgentKeeper keeper, Transition transition) {
    return names(transition).stream()
        .map(name -> event(keeper, "agent." + name, transition))
        .toList();
  }

  private static List<String> names(Transition transition) {
    List<String> names = new ArrayList<>();
    if (transition.from() == State.MISSING) {
      names.add("discovered");
    }
    boolean anew = transition.from() == State.RESTARTING && transition.to() == State.STARTING;
    if (anew && transition.cause() == Cause.ADMIN) {
      names.add("reset");
    }
    switch (transition.to()) {
      case STARTING -> names.add("waking");
      case RUNNING -> names.add("ready");
      case IDLE -> names.add("idle");
      case PAUSED -> names.add("paused");
      case STOPPED -> names.add(transition.from() == State.FAILED ? "reset" : "stopped");
      case CRASHED -> names.add("crashed");
      case RESTARTING -> names.add("restarting");
      case FAILED -> names.add("failed");
      case MISSING -> names.add("removed");
      case CREATED ->
        names.addAll(transition.from() == State.MISSING ? List.of() : List.of("updated"));
    }
    return names;
  }

  static AgentEvent updated(AgentKeeper keeper, String news) {
    return now(keeper, "agent.updated", news);
  }

  static AgentEvent recovered(AgentKeeper keeper, Transition transition) {
    return event(keeper, "agent.recovered", transition);
  }

  static AgentEvent wakeFailed(AgentKeeper keeper) {
    return now(keeper, "agent.wake-failed", sentence(keeper.reasons().trouble()));
  }

  static AgentEvent endedInItsWake(AgentKeeper keeper) {
    return now(keeper, "agent.wake-failed", Replies.refusal(keeper).detail());
  }

  private static AgentEvent now(AgentKeeper keeper, String name, String detail) {
    return new AgentEvent(
        name,
        Optional.of(keeper.id()),
        Optional.of(keeper.state()),
        Optional.of(keeper.state()),
        Optional.of(keeper.reasons().cause()),
        keeper.wall(),
        Optional.of(Duration.between(keeper.reasons().since(), keeper.wall())),
        Optional.of(keeper.witness().last().instance()),
        Optional.empty(),
        keeper.supervisor().restarts().attempts(),
        keeper.supervisor().restarts().nextAttemptAt(),
        detail);
  }

  private static AgentEvent event(AgentKeeper keeper, String name, Transition transition) {
    boolean ended = transition.cause() == Cause.EXIT;
    return new AgentEvent(
        name,
        Optional.of(keeper.id()),
        Optional.of(transition.to()),
        Optional.of(transition.from()),
        Optional.of(transition.cause()),
        transition.at(),
        Optional.of(transition.lasted()),
        Optional.of(keeper.witness().last().instance()),
        ended ? keeper.witness().lastExit() : Optional.empty(),
        keeper.supervisor().restarts().attempts(),
        keeper.supervisor().restarts().nextAttemptAt(),
        transition.to() == State.FAILED
            ? givenUp(keeper)
            : sentence(keeper.reasons().trouble()));
  }

  private static String givenUp(AgentKeeper keeper) {
    Restarts restarts = keeper.supervisor().restarts();
    String since =
        restarts.firstCrashAt().map(at -> " It crashed first at " + at + ".").orElse("");
    return Replies.refusal(keeper).detail() + since;
  }

  private static String sentence(String reason) {
    return reason.isEmpty()
        ? ""
        : Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }
}

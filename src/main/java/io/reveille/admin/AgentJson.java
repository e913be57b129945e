package io.reveille.admin;

import io.reveille.bus.Facts;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.core.Keep;
import io.reveille.core.Sighting;
import io.reveille.core.Transition;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An agent and its history as the API shows them. */
final class AgentJson {
  private AgentJson() {}

  static JsonObject of(AgentReport agent) {
    return new JsonObject()
        .put("id", agent.id().value())
        .put("name", agent.name())
        .put("state", agent.state().word())
        .put("since", Facts.time(agent.since()))
        .put("cause", agent.cause().word())
        .put("lastActivityAt", Facts.time(agent.lastActivityAt()))
        .put("next", agent.next().map(AgentJson::next).orElse(null))
        .put("inFlight", agent.inFlight())
        .put("held", agent.held())
        .put("restarts", restarts(agent))
        .put("lastExit", lastExit(agent))
        .put("runtime", agent.runtime())
        .put("container", container(agent.instance()))
        .put("endpoint", agent.endpoint().orElse(null))
        .put("wakes", wakes(agent))
        .put("memoryBytes", agent.memory().inUse().orElse(null))
        .put("freedBytes", agent.memory().freed().orElse(null))
        .put("keep", agent.keep().map(AgentJson::keep).orElse(null));
  }

  static JsonObject of(Transition step) {
    return new JsonObject()
        .put("from", step.from().word())
        .put("to", step.to().word())
        .put("cause", step.cause().word())
        .put("at", Facts.time(step.at()))
        .put("durationMs", step.lasted().toMillis());
  }

  /** A step among those of other agents. */
  static JsonObject ofFleet(Transition step) {
    return of(step).put("agent", step.agent().value());
  }

  private static JsonObject keep(Keep keep) {
    return new JsonObject().put("mode", keep.mode().word()).put("until", Facts.time(keep.until()));
  }

  private static JsonObject next(AgentReport.Next next) {
    return new JsonObject().put("state", next.state().word()).put("at", Facts.time(next.at()));
  }

  private static JsonObject restarts(AgentReport agent) {
    String breaker = agent.breaker().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new JsonObject()
        .put("count", agent.restarts().attempts())
        .put("max", agent.maxRestarts())
        .put("nextAttemptAt", Facts.time(agent.restarts().nextAttemptAt()))
        .put("breaker", breaker);
  }

  private static @Nullable JsonObject lastExit(AgentReport agent) {
    return agent
        .lastExit()
        .map(exit -> Facts.exit(exit).put("at", Facts.time(exit.at())))
        .orElse(null);
  }

  private static @Nullable JsonObject container(Sighting.Instance instance) {
    JsonObject container = Facts.container(instance);
    return container == null ? null : container.put("status", Facts.text(instance.status()));
  }

  private static JsonObject wakes(AgentReport agent) {
    return new JsonObject()
        .put("count", agent.wakes())
        .put("p50Ms", agent.usualWake().map(usual -> usual.p50().toMillis()).orElse(null))
        .put("p90Ms", agent.usualWake().map(usual -> usual.p90().toMillis()).orElse(null));
  }
}

package io.reveille.bus;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Agent;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** The data of an event. */
public final class EventJson {
  private EventJson() {}

  public static JsonObject of(AgentEvent event) {
    return new JsonObject()
        .put("agent", event.agent().map(BotId::value).orElse(null))
        .put("state", event.state().map(Agent.State::word).orElse(null))
        .put("previous", event.previous().map(Agent.State::word).orElse(null))
        .put("cause", event.cause().map(Cause::word).orElse(null))
        .put("at", Facts.time(event.at()))
        .put("durationMs", event.duration().map(Duration::toMillis).orElse(null))
        .put("container", event.instance().map(Facts::container).orElse(null))
        .put("exit", event.exit().map(Facts::exit).orElse(null))
        .put("attempt", event.attempt() == 0 ? null : event.attempt())
        .put("nextAttemptAt", Facts.time(event.nextAttemptAt()))
        .put("detail", Facts.text(event.detail()));
  }
}

package io.reveille.lifecycle;

import io.reveille.bus.EventJson;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Alert;
import io.reveille.core.AlertRule;
import io.reveille.core.AlertRules;
import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts events into words for admins, and finds out by the rules that are in force who is told. */
public record AlertDesk(Supplier<List<AlertRule>> rules) {
  private static final String REVEILLE = "reveille";

  /** All that happened at once to one agent, or to none. */
  List<Notice> about(List<AgentEvent> events) {
    return events.isEmpty()
        ? List.of()
        : inForce()
            .about(subject(events.get(0)), events.stream().map(AlertDesk::words).toList());
  }

  /** Of something that nothing else is the end of. */
  List<Notice> once(AgentEvent event) {
    return inForce().once(subject(event), words(event));
  }

  /** It was removed while no Reveille ran; only who knows of a trouble with it is told. */
  List<Notice> gone(BotId agent, Instant at) {
    AgentEvent event = new AgentEvent(
        "agent.removed",
        Optional.of(agent),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        "");
    return new AlertRules(List.of()).about(subject(event), List.of(words(event)));
  }

  private AlertRules inForce() {
    return new AlertRules(rules.get());
  }

  private static String subject(AgentEvent event) {
    return event.agent().map(agent -> "agent " + agent).orElse(REVEILLE);
  }

  private static Alert words(AgentEvent event) {
    return new Alert(
        event.name(),
        event.agent(),
        false,
        event.at(),
        title(event),
        detail(event),
        EventJson.of(event).encode());
  }

  private static String title(AgentEvent event) {
    String agent = event.agent().map(BotId::value).orElse("");
    return switch (event.name()) {
      case "agent.discovered" -> agent + " was found";
      case "agent.updated" -> agent + " has new settings";
      case "agent.removed" -> agent + " is gone";
      case "agent.waking" -> agent + " is waking up";
      case "agent.ready" -> agent + " is ready";
      case "agent.wake-failed" -> agent + " did not wake";
      case "agent.idle" -> agent + " is about to sleep";
      case "agent.failed" -> agent + " has failed";
      case "agent.recovered" -> agent + " is back";
      case "agent.paused" -> agent + " was paused";
      case "agent.stopped" -> agent + " has stopped";
      case "agent.crashed" -> agent + " has crashed";
      case "agent.restarting" -> agent + " is restarted";
      case "agent.reset" -> agent + " was forgiven its crashes";
      case "runtime.connected" -> "The runtime answers again";
      case "runtime.disconnected" -> "The runtime cannot be reached";
      case "config.reloaded" -> "The configuration was read again";
      case "config.rejected" -> "A part of the configuration was refused";
      case "gateway.started" -> "Reveille has started";
      case "gateway.stopping" -> "Reveille is stopping";
      default -> event.name();
    };
  }

  /** What the event says, and what a crash was like. */
  private static String detail(AgentEvent event) {
    List<String> sentences = new ArrayList<>();
    if (!event.detail().isEmpty()) {
      sentences.add(event.detail());
    }
    if (event.name().equals("agent.crashed")) {
      event.exit().map(AlertDesk::words).ifPresent(sentences::add);
    }
    if (event.name().equals("agent.failed")) {
      sentences.add("Restarts tried: " + event.attempt() + ".");
    }
    return String.join(" ", sentences);
  }

  private static String words(Exit exit) {
    return "Exit code " + exit.code() + (exit.oomKilled() ? ", out of memory." : ".");
  }
}

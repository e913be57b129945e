package io.reveille.config;

import io.reveille.config.GatewayConfig.Alerts.TargetType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The tables of an alert's target and of a rule. */
final class AlertKeys {
  private static final Set<String> EVENTS = new LinkedHashSet<>(List.of(
      "agent.discovered",
      "agent.updated",
      "agent.removed",
      "agent.waking",
      "agent.ready",
      "agent.wake-failed",
      "agent.idle",
      "agent.paused",
      "agent.stopped",
      "agent.crashed",
      "agent.restarting",
      "agent.failed",
      "agent.reset",
      "agent.recovered",
      "runtime.connected",
      "runtime.disconnected",
      "config.reloaded",
      "config.rejected",
      "alert.sent",
      "alert.failed",
      "gateway.started",
      "gateway.stopping"));
  private static final Suggestions SUGGESTIONS = new Suggestions(EVENTS);

  static final Key<TargetType> TYPE =
      Key.of("type", Kinds.word(TargetType.class), "log", "How the target is spoken to.");
  static final Key<Secret> URL =
      Key.of("url", Kinds.SECRET_URL, "", "Address of the hook, or of the ntfy topic.");
  static final Key<String> CHANNEL =
      Key.of("channel", Kinds.TEXT, "", "ID of the channel, for type mattermost.");
  static final Key<Secret> SECRET =
      Key.of("secret", Kinds.SECRET, "", "Signs what a webhook gets; access token for type ntfy.");
  static final Table TARGET = new Table(List.of(TYPE, URL, CHANNEL, SECRET), Set.of());

  static final Key<List<String>> ON =
      Key.of("on", new Listed<>("list of events", AlertKeys::events), "", "Names of events.");
  static final Key<List<String>> TO = Key.of("to", Kinds.TEXTS, "", "Names of targets.");
  static final Key<Boolean> RESOLVED =
      Key.of("resolved", Kinds.SWITCH, "true", "Whether the end of the trouble is told, too.");
  static final Table RULE = new Table(List.of(ON, TO, RESOLVED), Set.of());

  private AlertKeys() {}

  private static List<String> events(List<String> names) {
    for (String name : names) {
      if (!EVENTS.contains(name)) {
        throw new IllegalArgumentException(
            "no event is called '" + name + "'" + SUGGESTIONS.didYouMean(name));
      }
    }
    return List.copyOf(names);
  }
}

package io.reveille.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who is told of what: which events begin a trouble, which end one, and whom the configured rules name. */
public record AlertRules(List<AlertRule> rules) {
  private static final Set<String> OF_AN_AGENT =
      Set.of("agent.failed", "agent.crashed", "agent.wake-failed");
  private static final String RECOVERED = "agent.recovered";

  /** Looked up by admins even if no rule tells them. */
  private static final Set<String> OF_NOTE =
      Set.of("agent.failed", "agent.wake-failed", "runtime.disconnected", "config.rejected");

  /** What each of these events is the end of. A Reveille that starts has a configuration that is good. */
  private static final Map<String, Set<String>> ENDED_BY = Map.of(
      RECOVERED,
      OF_AN_AGENT,
      "agent.ready",
      OF_AN_AGENT,
      "agent.reset",
      OF_AN_AGENT,
      "agent.removed",
      OF_AN_AGENT,
      "runtime.connected",
      Set.of("runtime.disconnected"),
      "config.reloaded",
      Set.of("config.rejected"),
      "gateway.started",
      Set.of("config.rejected"),
      "alert.sent",
      Set.of("alert.failed"));

  /**
   * What is to be written down and sent when all of {@code events} happen to {@code subject} at once. The end of a
   * trouble is always among it: only the journal knows whether anybody was told of the beginning.
   */
  public List<Notice> about(String subject, List<Alert> events) {
    List<Notice> notices = new ArrayList<>();
    events.stream()
        // of all that end a trouble at once, the first is told
        .sorted(Comparator.comparing((Alert alert) -> !alert.event().equals(RECOVERED)))
        .forEach(alert -> {
          notices.addAll(told(subject, alert, isTrouble(alert.event())));
          notices.addAll(ended(subject, alert));
        });
    return notices;
  }

  /** What is to be sent of something that nothing else is the end of. */
  public List<Notice> once(String subject, Alert alert) {
    return told(subject, alert, false);
  }

  private static boolean isTrouble(String event) {
    return ENDED_BY.values().stream().anyMatch(troubles -> troubles.contains(event));
  }

  private List<Notice> told(String subject, Alert alert, boolean trouble) {
    Map<String, Boolean> recipients = recipients(alert.event());
    List<Notice> notices = new ArrayList<>();
    Notice.Kind kind = trouble ? Notice.Kind.BEGINS : Notice.Kind.ONCE;
    if (OF_NOTE.contains(alert.event()) || !recipients.isEmpty()) {
      Notice.Envelope nobody = new Notice.Envelope("", Notice.TO_NOBODY, alert);
      notices.add(new Notice(kind, subject, Set.of(alert.event()), nobody, false));
    }
    recipients.forEach((target, tellEnd) -> {
      Notice.Envelope letter = new Notice.Envelope(id(subject, target, alert), target, alert);
      notices.add(new Notice(kind, subject, Set.of(alert.event()), letter, tellEnd));
    });
    return notices;
  }

  /** Each target once, however many rules name it. */
  private Map<String, Boolean> recipients(String event) {
    Map<String, Boolean> recipients = new LinkedHashMap<>();
    rules.stream()
        .filter(rule -> rule.on().contains(event))
        .forEach(rule -> rule.to()
            .forEach(target -> recipients.merge(target, rule.resolved(), Boolean::logicalOr)));
    return recipients;
  }

  private static List<Notice> ended(String subject, Alert alert) {
    Set<String> troubles = ENDED_BY.getOrDefault(alert.event(), Set.of());
    if (troubles.isEmpty()) {
      return List.of();
    }
    Alert end = new Alert(
        alert.event(),
        alert.agent(),
        true,
        alert.at(),
        "Resolved: " + alert.title(),
        alert.detail(),
        alert.data());
    Notice.Envelope letter = new Notice.Envelope("", "", end);
    return List.of(new Notice(Notice.Kind.ENDS, subject, troubles, letter, true));
  }

  /** The same for the same event, so that what is written twice is sent as a duplicate. */
  private static String id(String subject, String target, Alert alert) {
    String facts = String.join(
        "\n",
        alert.event(),
        subject,
        target,
        String.valueOf(alert.at().toEpochMilli()),
        alert.detail());
    return UUID.nameUUIDFromBytes(facts.getBytes(StandardCharsets.UTF_8)).toString();
  }
}

package io.reveille.notify;

import io.reveille.bus.EventJson;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Alert;
import io.reveille.core.AlertRule;
import io.reveille.core.AlertRules;
import io.reveille.core.Letter;
import io.reveille.core.Notice;
import io.reveille.core.Outbox;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what became of alerts: in the log, as events, and to the other targets if a rule names them. An alert about
 * an alert is not reported in turn.
 */
record DeliveryReports(Outbox outbox, Supplier<List<AlertRule>> rules, Consumer<AgentEvent> sink) {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryReports.class);
  private static final String ALERTS = "alert.";

  /** @param hadFailed whether an attempt before it was in vain */
  void sent(Letter letter, Instant at, boolean hadFailed) {
    LOG.info("The alert '{}' was delivered to {}", letter.alert().title(), letter.target());
    report(letter, event("alert.sent", letter, at, ""), hadFailed);
  }

  /** Once for all attempts that are in vain one after the other. */
  void failed(Letter letter, Instant at, String why) {
    LOG.warn(
        "The alert '{}' could not be delivered to {}, and is kept: {}",
        letter.alert().title(),
        letter.target(),
        why);
    report(letter, event("alert.failed", letter, at, ": " + why), true);
  }

  private static AgentEvent event(String name, Letter letter, Instant at, String why) {
    return new AgentEvent(
        name,
        letter.alert().agent(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        at,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        letter.attempts() + 1,
        Optional.empty(),
        letter.target() + ", '" + letter.alert().title() + "'" + why);
  }

  private void report(Letter letter, AgentEvent event, boolean ofTrouble) {
    sink.accept(event);
    if (letter.alert().event().startsWith(ALERTS)) {
      return;
    }
    List<Notice> notices = new AlertRules(rules.get())
        .about("target " + letter.target(), List.of(words(event))).stream()
            .filter(notice -> !notice.letter().target().equals(letter.target()))
            .filter(notice -> ofTrouble || notice.kind() != Notice.Kind.ENDS)
            .toList();
    Future<Void> posted = notices.isEmpty() ? Future.succeededFuture() : outbox.post(notices);
    posted.onFailure(fault -> LOG.error("Nobody can be told that {}", event.detail(), fault));
  }

  private static Alert words(AgentEvent event) {
    boolean sent = event.name().equals("alert.sent");
    return new Alert(
        event.name(),
        event.agent(),
        false,
        event.at(),
        sent ? "An alert was delivered" : "An alert could not be delivered",
        event.detail(),
        EventJson.of(event).encode());
  }
}

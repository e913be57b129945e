package io.reveille.notify;

import io.reveille.core.Alert;
import io.reveille.core.BotId;
import io.reveille.core.Letter;
import java.time.Instant;
import java.util.Optional;

/** Alerts for tests. */
final class Letters {
  static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

  private Letters() {}

  static Letter letter(String id) {
    return letter(id, "agent.failed");
  }

  static Letter letter(String id, String event) {
    return new Letter(
        id,
        "ops",
        new Alert(
            event,
            Optional.of(new BotId("lal")),
            false,
            TEN,
            "lal has failed",
            "It crashed with exit code 1.",
            "{\"agent\":\"lal\"}"),
        0,
        TEN,
        Letter.Waiting.NEW);
  }

  static Letter saying(String title, String detail) {
    Letter base = letter("id");
    Alert alert = new Alert(
        "agent.failed",
        base.alert().agent(),
        false,
        TEN,
        title,
        detail,
        base.alert().data());
    return new Letter(base.id(), base.target(), alert, 0, TEN, Letter.Waiting.NEW);
  }

  /** The note that what {@code id} told of is over. */
  static Letter end(String id) {
    Alert alert = letter(id).alert();
    Alert end = new Alert(
        "agent.recovered", alert.agent(), true, TEN, "Resolved: lal is back", "", alert.data());
    return new Letter(Letter.idOfEnd(id), "ops", end, 0, TEN, Letter.Waiting.NEW);
  }
}

package io.reveille.admin;

import io.reveille.bus.Facts;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.FindTroubles;
import io.reveille.bus.GatewayMessage.TestAlert;
import io.reveille.bus.GatewayMessage.TestReport;
import io.reveille.core.BotId;
import io.reveille.core.Trouble;
import io.reveille.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Alerts over HTTP: what admins should know of and who was told, and whether an alert arrives. */
record AlertsApi(GatewayBus bus) {
  /** One more than is shown is asked for: if it comes, there is another page. */
  Future<Answer> list(Parameters asked) {
    int limit = asked.limit();
    return bus.troubles(new FindTroubles(asked.open(), asked.numberedCursor(), limit + 1))
        .map(found -> page(found.troubles(), limit));
  }

  private static Answer page(List<Trouble> found, int limit) {
    List<Trouble> shown = found.subList(0, Math.min(limit, found.size()));
    boolean more = found.size() > limit;
    return Answer.ok(new JsonObject()
        .put("items", new JsonArray(shown.stream().map(AlertsApi::json).toList()))
        .put("next", more ? Long.toString(shown.get(limit - 1).number()) : null));
  }

  private static JsonObject json(Trouble trouble) {
    return new JsonObject()
        .put("id", Long.toString(trouble.number()))
        .put("event", trouble.event())
        .put("agent", trouble.agent().map(BotId::value).orElse(null))
        .put("title", trouble.title())
        .put("detail", trouble.detail())
        .put("at", Facts.time(trouble.at()))
        .put("resolvedAt", Facts.time(trouble.endedAt()))
        .put(
            "deliveries",
            new JsonArray(trouble.deliveries().stream().map(AlertsApi::json).toList()));
  }

  private static JsonObject json(Trouble.Delivery delivery) {
    return new JsonObject()
        .put("target", delivery.target())
        .put("state", delivery.state().name().toLowerCase(Locale.ROOT))
        .put("attempts", delivery.attempts())
        .put("nextAttemptAt", Facts.time(delivery.next()))
        .put("problem", Facts.text(delivery.problem()));
  }

  Future<Answer> test(Parameters asked) {
    String target = asked.context().pathParam("target");
    return bus.testAlert(new TestAlert(target)).map(report -> answer(target, report));
  }

  private static Answer answer(String target, TestReport report) {
    return switch (report.result()) {
      case DELIVERED -> Answer.ok(body(target, report));
      case NOT_DELIVERED ->
        throw new Refusal(Problem.of(
            502,
            "alert-not-delivered",
            target + " did not take the test alert",
            report.detail() + " after " + report.took().toMillis() + " ms"));
      case UNKNOWN_TARGET ->
        throw new Refusal(Problem.of(
            404, "unknown-target", "Unknown target", "alerts.targets has no '" + target + "'."));
    };
  }

  private static JsonObject body(String target, TestReport report) {
    return new JsonObject()
        .put("target", target)
        .put("delivered", true)
        .put("status", report.status() == 0 ? null : report.status())
        .put("detail", report.detail())
        .put("durationMs", report.took().toMillis());
  }
}

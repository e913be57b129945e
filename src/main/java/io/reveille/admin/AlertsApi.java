package io.reveille.admin;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.TestAlert;
import io.reveille.bus.GatewayMessage.TestReport;
import io.reveille.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Alerts over HTTP: whether one arrives. */
record AlertsApi(GatewayBus bus) {
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

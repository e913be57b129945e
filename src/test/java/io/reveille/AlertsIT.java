package io.reveille;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.testing.Await;
import io.reveille.testing.Eventually;
import io.reveille.testing.FreePort;
import io.reveille.testing.ReveilleProcess;
import io.reveille.testing.ScriptedHook;
import io.reveille.testing.ToyCommand;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts of a real Reveille to a server that is sometimes there. */
class AlertsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PATH = "/hooks/s3cr3t-hook-key";
  private static final String KEY = "c2VjcmV0IG9mIHRoZSB0ZXN0cyE=";

  @TempDir
  Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final int port = FreePort.next();

  @SuppressWarnings("NullAway.Init") // each test begins with it
  private ReveilleProcess reveille;

  private void begin(String... events) {
    JsonObject ops = new JsonObject()
        .put("type", "webhook")
        .put("url", "http://127.0.0.1:" + port + PATH)
        .put("secret", "whsec_" + KEY);
    JsonObject rule = new JsonObject()
        .put("on", new JsonArray(List.of(events)))
        .put("to", new JsonArray().add("ops"));
    JsonObject config = new JsonObject()
        .put("runtime", "process")
        .put(
            "docker",
            new JsonObject()
                .put("agentIdleTimeout", 0)
                .put("agentStopTimeout", "3s")
                .put("agentMaxRestarts", 1)
                .put("agentRestartBackoffSeconds", "100ms")
                .put("agentFailedRetryAfter", "100ms"))
        .put("agents", new JsonObject().put("one", ToyCommand.agent("one")))
        .put(
            "alerts",
            new JsonObject()
                .put("targets", new JsonObject().put("ops", ops))
                .put("rules", new JsonArray().add(rule))
                .put("logLines", 5));
    reveille = new ReveilleProcess(folder, config).start();
  }

  @AfterEach
  void end() {
    reveille.terminate(); // a kill would leave the agent behind
    Await.await(vertx.close(), PATIENCE);
  }

  /** Invariant 8: delivered at least once, and once per failure. */
  @Test
  void anAlertOutlivesADeadTargetAndAKilledReveille() throws Exception {
    begin("agent.failed");
    fail();
    told("reveille.alert.failed");
    reveille.kill9();
    ScriptedHook hook = new ScriptedHook(vertx, port);
    hook.answer = ScriptedHook.status(500);
    reveille.start();
    arrived(hook, 1);
    reveille.kill9();
    hook.answer = ScriptedHook.status(204);
    reveille.start(); // tries at once, however long the wait would have been
    told("reveille.alert.sent");

    assertThat(ids(hook)).as("duplicates have the same ID").hasSize(1);
    JsonObject failed = body(hook, hook.taken.size() - 1);
    assertThat(failed.getString("type")).isEqualTo("reveille.agent.failed");
    assertThat(failed.getString("subject")).isEqualTo("one");
    assertThat(failed.getJsonObject("data").getJsonObject("exit").getInteger("code"))
        .isEqualTo(1);
    assertThat(failed.getJsonObject("data").getInteger("attempt")).isEqualTo(1);
    assertThat(failed.getJsonObject("data").getString("text")).contains("Its last lines:\n");
    hook.taken.forEach(AlertsIT::isSigned);

    recover();
    Eventually.holds("the end is told", PATIENCE, () -> ids(hook).size() == 2);
    JsonObject end = body(hook, hook.taken.size() - 1);
    assertThat(end.getString("resolves")).isEqualTo(failed.getString("id"));
    assertThat(end.getString("type")).isEqualTo("reveille.agent.recovered");
    reveille.kill9();
    reveille.start();
    reveille.awaitState("one", "running");
    assertThat(ids(hook)).as("nothing is told twice").hasSize(2);
    nothingSecretIsSaid();
  }

  /** Invariant 9: what hangs delays no wake. The wake is over before the target has answered. */
  @Test
  void aTargetThatHangsDelaysNoWake() {
    ScriptedHook hook = new ScriptedHook(vertx, port);
    hook.answer = request -> {};
    begin("agent.waking", "agent.ready");

    assertThat(reveille.get("one", "/hello").statusCode()).isEqualTo(200);

    arrived(hook, 1);
    assertThat(reveille.events())
        .contains("reveille.agent.ready")
        .doesNotContain("reveille.alert.sent");
    assertThat(reveille.get("one", "/hello").statusCode()).isEqualTo(200);
  }

  @Test
  void aTestTellsWhatCameBack() {
    begin("agent.failed");
    HttpResponse<String> nobody = reveille.admin("POST", "/api/v1/alerts/ops/test");
    assertThat(nobody.statusCode()).isEqualTo(502);
    assertThat(nobody.body()).contains("alert-not-delivered", "no connection");

    ScriptedHook hook = new ScriptedHook(vertx, port);
    hook.answer = ScriptedHook.saying(403, "wrong key s3cr3t-hook-key");
    HttpResponse<String> refused = reveille.admin("POST", "/api/v1/alerts/ops/test");
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.body()).contains("HTTP 403: wrong key ***");

    hook.answer = ScriptedHook.status(200);
    HttpResponse<String> good = reveille.admin("POST", "/api/v1/alerts/ops/test");
    assertThat(good.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(good.body()).getInteger("status")).isEqualTo(200);
    assertThat(reveille.admin("POST", "/api/v1/alerts/x/test").statusCode()).isEqualTo(404);
    nothingSecretIsSaid();
  }

  /** The one restart that it has is used up. */
  private void fail() {
    assertThat(reveille.get("one", "/hello").statusCode()).isEqualTo(200);
    reveille.post("one", "/crash");
    Eventually.holds(
        "it runs again",
        PATIENCE,
        () -> reveille.history("one").stream()
            .anyMatch(step -> step.startsWith("restarting>running")));
    reveille.post("one", "/crash");
    reveille.awaitState("one", "failed");
  }

  private void recover() {
    Eventually.holds(
        "it answers again", PATIENCE, () -> reveille.get("one", "/hello").statusCode() == 200);
  }

  private void told(String event) {
    Eventually.holds(event, PATIENCE, () -> reveille.events().contains(event));
  }

  private static void arrived(ScriptedHook hook, int number) {
    Eventually.holds("alerts arrive", PATIENCE, () -> hook.taken.size() >= number);
  }

  private static Set<String> ids(ScriptedHook hook) {
    return hook.taken.stream()
        .map(taken -> taken.headers().get("webhook-id"))
        .collect(Collectors.toSet());
  }

  private static JsonObject body(ScriptedHook hook, int index) {
    return new JsonObject(hook.taken.get(index).body());
  }

  private static void isSigned(ScriptedHook.Taken taken) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
      String signed = taken.headers().get("webhook-id") + "."
          + taken.headers().get("webhook-timestamp") + "." + taken.body();
      String sum =
          Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
      assertThat(taken.headers()).containsEntry("webhook-signature", "v1," + sum);
    } catch (java.security.GeneralSecurityException fault) {
      throw new AssertionError(fault);
    }
  }

  private void nothingSecretIsSaid() {
    assertThat(reveille.stderr() + reveille.eventPage()).doesNotContain("s3cr3t-hook-key", KEY);
  }
}

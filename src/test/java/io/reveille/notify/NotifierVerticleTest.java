package io.reveille.notify;

import static io.reveille.notify.Letters.TEN;
import static io.reveille.notify.Letters.letter;
import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.VertxTimers;
import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.TestAlert;
import io.reveille.bus.GatewayMessage.TestReport;
import io.reveille.config.GatewayConfig;
import io.reveille.core.Letter;
import io.reveille.core.Outbox;
import io.reveille.testing.Await;
import io.reveille.testing.Configurations;
import io.reveille.testing.ScriptedHook;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifierVerticleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final GatewayBus bus = new GatewayBus(vertx.eventBus()).registerCodecs();
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final ScriptedHook ops = new ScriptedHook(vertx);
  private final ScriptedHook phone = new ScriptedHook(vertx);
  private final List<AgentEvent> events = new CopyOnWriteArrayList<>();
  private volatile GatewayConfig config = config(target("ops", ops, "/a"));

  @BeforeEach
  void listen() {
    await(bus.onEvent(events::add));
  }

  @AfterEach
  void close() {
    await(vertx.close(), PATIENCE);
  }

  @Test
  void whatAnEarlierReveilleLeftIsDelivered() {
    outbox.put(letter("one"));
    start();

    arrived(ops, 1);
    gone();
    assertThat(ops.taken.get(0).headers()).containsEntry("webhook-id", "one");
    Await.until(() -> !events.isEmpty(), PATIENCE);
    assertThat(events.get(0).name()).isEqualTo("alert.sent");
    assertThat(events.get(0).detail()).isEqualTo("ops, 'lal has failed'");
  }

  @Test
  void whatThePresentOneWritesDownIsDelivered() {
    start();
    outbox.put(letter("one"));

    arrived(ops, 1);
  }

  @Test
  void aTargetThatHangsDelaysNoOther() {
    ops.answer = request -> {};
    config = config(target("ops", ops, "/a"), target("phone", phone, "/b"));
    start();
    outbox.put(letter("one"));
    arrived(ops, 1);
    outbox.put(to("phone", "two"));

    arrived(phone, 1);
    assertThat(outbox.letters).extracting(Letter::id).contains("one");
  }

  @Test
  void targetsOfAChangedConfigurationAreServedAtOnce() {
    start();
    outbox.put(to("phone", "one"));
    outbox.put(letter("two"));
    arrived(ops, 1);

    change(target("phone", phone, "/b"));
    arrived(phone, 1);
    outbox.put(letter("three"));
    outbox.put(to("phone", "four"));
    arrived(phone, 2);
    assertThat(ops.taken).as("it is no target any more").hasSize(1);
  }

  @Test
  void aTargetThatIsGoneIsServedAgainWhenItsSettingChanges() {
    ops.answer = ScriptedHook.status(410);
    start();
    outbox.put(letter("one"));
    Await.until(() -> outbox.off.containsKey("ops"), PATIENCE);
    ops.answer = ScriptedHook.status(200);
    outbox.put(letter("two"));

    change(target("ops", ops, "/new"));
    arrived(ops, 3);
    assertThat(ops.taken)
        .extracting(ScriptedHook.Taken::path)
        .containsExactly("/a", "/new", "/new");
    gone();
    assertThat(outbox.off).isEmpty();
  }

  @Test
  void whatWaitsForATargetThatWasRemovedIsGivenUpUntilItIsThereAgain() {
    ops.answer = ScriptedHook.status(503);
    start();
    outbox.put(letter("one"));
    arrived(ops, 1);
    change(target("phone", phone, "/b"));
    Await.until(() -> Outbox.NOT_CONFIGURED.equals(outbox.off.get("ops")), PATIENCE);

    ops.answer = ScriptedHook.status(200);
    change(target("ops", ops, "/a"));
    arrived(ops, 2);
    assertThat(outbox.off).isEmpty();
  }

  @Test
  void aTargetThatWasGoneBeforeTheRestartStaysSo() {
    outbox.off.put("ops", Targets.setting(config.alerts().targets().get(0), config.chat()));
    outbox.put(letter("one"));
    start();
    config = config(target("ops", ops, "/a"), target("phone", phone, "/b"));
    bus.publish(AgentEvent.of("config.reloaded", TEN, ""));
    outbox.put(to("phone", "two"));

    arrived(phone, 1);
    assertThat(ops.taken).isEmpty();
  }

  @Test
  void aTestTellsExactlyWhatCameBack() {
    start();
    TestReport good = test("ops");
    assertThat(good.result()).isEqualTo(TestReport.Delivery.DELIVERED);
    assertThat(good.status()).isEqualTo(200);
    assertThat(ops.taken.get(0).body()).contains("reveille.test");

    ops.answer = ScriptedHook.saying(403, "no such hook /a-long-secret-path");
    change(target("ops", ops, "/a-long-secret-path"));
    Await.until(() -> test("ops").status() == 403, PATIENCE);
    TestReport bad = test("ops");
    assertThat(bad.result()).isEqualTo(TestReport.Delivery.NOT_DELIVERED);
    Await.until(() -> test("ops").detail().equals("HTTP 403: no such hook /***"), PATIENCE);

    assertThat(test("nobody").result()).isEqualTo(TestReport.Delivery.UNKNOWN_TARGET);
  }

  private TestReport test(String target) {
    return await(bus.testAlert(new TestAlert(target)), PATIENCE);
  }

  private void start() {
    NotifierVerticle.World world =
        new NotifierVerticle.World(outbox, new FakePosts(), new VertxTimers(vertx));
    await(vertx.deployVerticle(new NotifierVerticle(bus, world, () -> config)), PATIENCE);
  }

  private void change(String... targets) {
    config = config(targets);
    bus.publish(AgentEvent.of("config.reloaded", TEN, ""));
  }

  private static void arrived(ScriptedHook hook, int number) {
    Await.until(() -> hook.taken.size() >= number, PATIENCE);
  }

  private void gone() {
    Await.until(outbox.letters::isEmpty, PATIENCE);
  }

  private static Letter to(String target, String id) {
    Letter base = letter(id);
    return new Letter(id, target, base.alert(), 0, TEN, Letter.Waiting.NEW);
  }

  private static String target(String name, ScriptedHook hook, String path) {
    return "'" + name + "': { 'type': 'webhook', 'url': '" + hook.url(path) + "' }";
  }

  private static GatewayConfig config(String... targets) {
    return Configurations.load(
            "{ 'alerts': { 'targets': { " + String.join(", ", targets) + " } } }")
        .config();
  }
}

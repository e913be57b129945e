package io.reveille.lifecycle;

import static io.reveille.lifecycle.Rig.LAL;
import static io.reveille.lifecycle.ScriptedAgent.HANGS_UP;
import static io.reveille.lifecycle.ScriptedAgent.KEEPS_SILENT;
import static io.reveille.lifecycle.ScriptedAgent.answer;
import static io.reveille.lifecycle.ScriptedAgent.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.Ready;
import io.reveille.core.Endpoint;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Health;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Timers;
import io.reveille.testing.Await;
import io.reveille.testing.ChangedSettings;
import io.reveille.testing.FakeRuntime;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.Sightings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbeTest {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final Timers timers = timers();
  private final FakeRuntime runtime = new FakeRuntime(timers, new ArrayList<>());
  private final HttpProbe probe = new HttpProbe(vertx, runtime, timers);

  private Timers timers() {
    return new Timers() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public Instant wall() {
        return Instant.now();
      }

      @Override
      public Timer after(Duration delay, Runnable action) {
        long id = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> action.run());
        return () -> vertx.cancelTimer(id);
      }
    };
  }

  @AfterEach
  void close() {
    Await.await(vertx.close());
  }

  private static AgentSettings byPath(Duration timeout, Integer... status) {
    return ready(new Ready(Optional.of("/ready"), Set.of(status), timeout, false));
  }

  private static AgentSettings ready(Ready ready) {
    return new ChangedSettings().ready(ready).done();
  }

  private static AgentSettings withoutPath(Duration timeout) {
    return ready(new Ready(Optional.empty(), Set.of(), timeout, false));
  }

  private static Sighting lal(AgentSettings settings, Optional<Endpoint> endpoint, Health health) {
    Sighting base =
        Sightings.of(LAL, Status.RUNNING, Sightings.run(LAL, 1), settings, System.nanoTime());
    return new Sighting(
        LAL,
        Status.RUNNING,
        base.generation(),
        endpoint,
        base.instance(),
        Optional.empty(),
        health,
        settings,
        base.takenAt());
  }

  private static Sighting at(ScriptedAgent agent, AgentSettings settings) {
    return lal(settings, Optional.of(agent.endpoint()), Health.NONE);
  }

  private Future<Void> ready(ScriptedAgent agent, AgentSettings settings) {
    return probe.ready(at(agent, settings), () -> true);
  }

  private static String failure(Future<Void> answer) {
    return Await.await(answer
        .<String>map(ready -> "it is ready")
        .recover(fault -> Future.succeededFuture(String.valueOf(fault.getMessage()))));
  }

  @Test
  void whoeverHangsUpIsNotReadyYet() {
    ScriptedAgent agent = new ScriptedAgent(vertx, HANGS_UP, HANGS_UP, status(200));
    Await.await(ready(agent, withoutPath(LONG)));
    assertThat(agent.requests).containsExactly("GET /", "GET /", "GET /");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 404, 499})
  void withoutAPathAnyAnswerBelow500Counts(int code) {
    Await.await(ready(new ScriptedAgent(vertx, status(code)), withoutPath(LONG)));
  }

  @Test
  void aServerErrorIsNotReadyYet() {
    ScriptedAgent agent = new ScriptedAgent(vertx, status(503), status(500), status(200));
    Await.await(ready(agent, withoutPath(LONG)));
    assertThat(agent.requests).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"400, 200", "404, 302", "500, 399"})
  void withAPathOnlySuccessAndRedirectsCount(int wrong, int right) {
    ScriptedAgent agent = new ScriptedAgent(vertx, status(wrong), status(right));
    Await.await(ready(agent, byPath(LONG)));
    assertThat(agent.requests).containsExactly("GET /ready", "GET /ready");
  }

  @Test
  void theConfiguredStatusesReplaceThose() {
    ScriptedAgent agent = new ScriptedAgent(vertx, status(200), status(503));
    Await.await(ready(agent, byPath(LONG, 503)));
    assertThat(agent.requests).hasSize(2);
  }

  @Test
  void whatDoesNotAnswerInTimeFailsAndSaysAfterHowLong() {
    ScriptedAgent agent = new ScriptedAgent(vertx, HANGS_UP);
    assertThat(failure(ready(agent, withoutPath(SHORT)))).isEqualTo("not ready after 0.4 s");
  }

  @Test
  void anAgentThatAcceptsAndKeepsSilentIsAskedAgain() {
    ScriptedAgent agent = new ScriptedAgent(vertx, KEEPS_SILENT, status(200));
    Await.await(ready(agent, withoutPath(LONG)));
    assertThat(agent.requests).hasSize(2);
  }

  @Test
  void nobodyIsAskedOnceNobodyWaitsForIt() {
    ScriptedAgent agent = new ScriptedAgent(vertx, HANGS_UP);
    AtomicBoolean wanted = new AtomicBoolean(true);
    Future<Void> answer = probe.ready(at(agent, withoutPath(LONG)), wanted::get);
    Await.until(() -> agent.requests.size() > 2, Duration.ofSeconds(5));
    wanted.set(false);
    assertThat(failure(answer)).isEqualTo("nobody waits for it any more");
    int asked = agent.requests.size();
    Await.pass(Duration.ofMillis(100));
    assertThat(agent.requests).hasSize(asked);
  }

  @Test
  void itIsAskedOftenAtFirstAndEveryTenthOfASecondInTheEnd() {
    ManualTimers clock = new ManualTimers();
    FakeRuntime slow = new FakeRuntime(clock, new ArrayList<>());
    Sighting starting = lal(
        ready(new Ready(Optional.empty(), Set.of(), LONG, true)),
        Optional.empty(),
        Health.STARTING);
    slow.put(starting);
    Future<Void> answer = new HttpProbe(vertx, slow, clock).ready(starting, () -> true);
    List<Long> moments = new ArrayList<>();
    while (clock.nanos() < LONG.toNanos() && clock.fireNext()) {
      moments.add(Duration.ofNanos(clock.nanos()).toMillis());
    }
    assertThat(moments)
        .startsWith(2L, 6L, 14L, 24L, 34L)
        .contains(994L, 1004L, 1014L, 1034L, 1074L);
    assertThat(moments).endsWith(19_854L, 19_954L, 20_054L);
    assertThat(failure(answer)).isEqualTo("not ready after 20 s");
  }

  @Test
  void withoutAPortItSaysWhatIsMissing() {
    Sighting portless = lal(withoutPath(LONG), Optional.empty(), Health.NONE);
    assertThat(failure(probe.ready(portless, () -> true)))
        .isEqualTo("nothing says on which port it answers: set its port");
  }

  @Test
  void theRuntimesHealthCheckIsTakenInstead() {
    AgentSettings byHealth = ready(new Ready(Optional.empty(), Set.of(), LONG, true));
    Sighting starting = lal(byHealth, Optional.empty(), Health.STARTING);
    runtime.put(starting);
    Future<Void> answer = probe.ready(starting, () -> true);
    assertThat(answer.isComplete()).isFalse();
    vertx.runOnContext(now -> runtime.put(lal(byHealth, Optional.empty(), Health.HEALTHY)));
    Await.await(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"busy\":true} | true",
        "200 | {\"busy\":false} | false",
        "200 | {\"busy\":\"yes\"} | false",
        "200 | {} | false",
        "500 | {\"busy\":true} | false",
        "404 | nothing here | false"
      })
  void isBusyOnlyIfItSaysSo(int code, String body, boolean busy) {
    ScriptedAgent agent = new ScriptedAgent(vertx, answer(code, body));
    assertThat(Await.await(probe.busy(at(agent, askingWhetherBusy())))).isEqualTo(busy);
    assertThat(agent.requests).containsExactly("GET /busy");
  }

  @Test
  void nonsenseIsNoAnswerToWhetherItIsBusy() {
    ScriptedAgent agent = new ScriptedAgent(vertx, answer(200, "[not json"));
    Future<Boolean> busy = probe.busy(at(agent, askingWhetherBusy()));
    assertThat(Await.await(busy.otherwise(false))).isFalse();
  }

  @Test
  void withoutAPathNobodyIsAskedWhetherItIsBusy() {
    ScriptedAgent agent = new ScriptedAgent(vertx, answer(200, "{\"busy\":true}"));
    assertThat(Await.await(probe.busy(at(agent, withoutPath(LONG))))).isFalse();
    assertThat(agent.requests).isEmpty();
  }

  private static AgentSettings askingWhetherBusy() {
    return new ChangedSettings().busy("/busy", Duration.ofHours(2)).done();
  }
}

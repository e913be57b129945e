package io.reveille.lifecycle;

import static io.reveille.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentGate;
import io.reveille.core.AgentRuntime;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.core.Gates;
import io.reveille.core.Generation;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Health;
import io.reveille.core.Sighting.Instance;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Subscription;
import io.reveille.testing.ManualTimers;
import io.reveille.testing.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A wake that has begun and waits for others first. */
class QueuedWakeTest {
  private static final BotId DB = new BotId("db");
  private static final BotId LAL = new BotId("lal");
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  private final ManualTimers timers = new ManualTimers();
  private final Promise<Void> dbAnswers = Promise.promise();
  private AgentRuntime.Listener listener = new Deaf();

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"CREATED", "PAUSED"})
  void listThatShowsTheAgentAsleepDoesNotEndAWakeThatWaitsForItsTurn(Status asleep) {
    TestFleet fleet = fleet(asleep);
    Future<WakeReply> reply = fleet.wake(LAL, PATIENCE);
    assertThat(fleet.state(LAL)).isEqualTo(State.STARTING);
    timers.advance(Duration.ofSeconds(1));

    listener.seen(sighting(LAL, asleep));

    assertThat(reply.isComplete()).isFalse();
    assertThat(fleet.state(LAL)).isEqualTo(State.STARTING);
    dbAnswers.complete();
    assertThat(await(reply).outcome()).isEqualTo(WakeReply.Outcome.READY);
    assertThat(fleet.state(LAL)).isEqualTo(State.RUNNING);
  }

  private TestFleet fleet(Status asleep) {
    TestFleet fleet = new TestFleet(
        new Obedient(asleep),
        new BlankJournal(),
        timers,
        (agent, wanted) -> dbAnswers.future(),
        () -> 0.5,
        new OpenGates(),
        event -> {});
    await(fleet.start());
    return fleet;
  }

  private Sighting sighting(BotId id, Status status) {
    AgentSettings settings = Settings.defaults();
    boolean ran = status != Status.CREATED;
    return new Sighting(
        id,
        status,
        new Generation(id.value(), ran ? "10:00" : ""),
        Optional.empty(),
        Instance.NONE,
        Optional.empty(),
        Health.NONE,
        id.equals(LAL) ? Settings.dependingOn(settings, List.of(DB)) : settings,
        timers.nanos());
  }

  /** Does at once what it is asked to. */
  private final class Obedient implements AgentRuntime {
    private final Status asleep;

    Obedient(Status asleep) {
      this.asleep = asleep;
    }

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Future<Subscription> watch(Listener told) {
      listener = told;
      told.connected();
      return Future.succeededFuture(() -> Future.succeededFuture());
    }

    @Override
    public Future<List<Sighting>> list() {
      return Future.succeededFuture(List.of(sighting(DB, Status.CREATED), sighting(LAL, asleep)));
    }

    @Override
    public Future<Sighting> inspect(BotId agent) {
      return Future.succeededFuture(sighting(agent, Status.RUNNING));
    }

    @Override
    public Future<Outcome> perform(Operation operation, Sighting target) {
      return inspect(target.id()).map(running -> new Outcome(running, ""));
    }

    @Override
    public Future<List<LogLine>> logs(BotId agent, int tail) {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Void> close() {
      return Future.succeededFuture();
    }
  }

  /** Before anybody listens. */
  private static final class Deaf implements AgentRuntime.Listener {
    @Override
    public void seen(Sighting sighting) {}

    @Override
    public void connected() {}

    @Override
    public void disconnected(String reason) {}

    @Override
    public void misconfigured(String container, String text) {}
  }

  /** Nobody is ever inside. */
  private static final class OpenGates implements Gates, AgentGate {
    @Override
    public AgentGate install(AgentView view) {
      return this;
    }

    @Override
    public void remove(BotId agent) {}

    @Override
    public void show(AgentView view) {}

    @Override
    public int inFlight() {
      return 0;
    }

    @Override
    public int held() {
      return 0;
    }

    @Override
    public long lastActivityNanos() {
      return Long.MIN_VALUE;
    }
  }
}

package io.reveille.rehearsal;

import io.reveille.core.AgentRuntime;
import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Endpoint;
import io.reveille.core.Generation;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Health;
import io.reveille.core.Sighting.Instance;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A runtime with one agent, which does at once whatever it is asked. */
final class Understudy implements AgentRuntime {
  private static final Generation RUN = new Generation("understudy", "once");

  private final BotId agent;
  private final Endpoint endpoint;
  private final AgentSettings settings;
  private final Timers timers;
  private final AtomicInteger wakes = new AtomicInteger();
  private volatile Status status = Status.PAUSED;

  Understudy(BotId agent, Endpoint endpoint, AgentSettings settings, Timers timers) {
    this.agent = agent;
    this.endpoint = endpoint;
    this.settings = settings;
    this.timers = timers;
  }

  /** How often it was woken. */
  int wakes() {
    return wakes.get();
  }

  @Override
  public String name() {
    return "rehearsal";
  }

  @Override
  public Future<Subscription> watch(Listener listener) {
    listener.connected();
    return Future.succeededFuture(Future::succeededFuture);
  }

  @Override
  public Future<List<Sighting>> list() {
    return Future.succeededFuture(List.of(now()));
  }

  @Override
  public Future<Sighting> inspect(BotId wanted) {
    return Future.succeededFuture(now());
  }

  @Override
  public Future<Outcome> perform(Operation operation, Sighting target) {
    if (operation == Operation.UNPAUSE || operation == Operation.START) {
      wakes.incrementAndGet();
    }
    status = switch (operation) {
      case UNPAUSE, START -> Status.RUNNING;
      case PAUSE -> Status.PAUSED;
      case STOP -> Status.EXITED;
    };
    return Future.succeededFuture(new Outcome(now(), ""));
  }

  @Override
  public Future<List<LogLine>> logs(BotId wanted, int tail) {
    return Future.succeededFuture(List.of());
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private Sighting now() {
    return new Sighting(
        agent,
        status,
        RUN,
        Optional.of(endpoint),
        Instance.NONE,
        Optional.empty(),
        Health.NONE,
        settings,
        timers.nanos());
  }
}

package io.reveille.testing;

import io.reveille.core.AgentRuntime;
import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A runtime in memory that does as it is asked: at once, when the test says so, or not at all. */
public final class FakeRuntime implements AgentRuntime {
  private static final int TERMINATED = 143;

  /** The operations that were asked for, for example {@code start lal}. */
  public final List<String> asked = new ArrayList<>();

  public Optional<Long> memory = Optional.of(1000L);
  public final List<String> calls = new ArrayList<>();

  public boolean slow;
  public boolean cutOff;
  public String refusal = "";
  private final Timers timers;
  private final List<String> log;
  private final Map<BotId, Sighting> agents = new TreeMap<>();
  private final Deque<Runnable> underWay = new ArrayDeque<>();
  private Optional<Listener> listener = Optional.empty();
  private int runs;

  public FakeRuntime(Timers timers, List<String> log) {
    this.timers = timers;
    this.log = log;
  }

  /** Puts an agent there without telling anybody. */
  public void put(BotId agent, Status status, AgentSettings settings) {
    Generation run = new Generation(
        agent + " 1", status == Status.CREATED || status == Status.MISSING ? "" : next());
    put(Sightings.of(agent, status, run, settings, timers.nanos()));
  }

  public void put(Sighting sighting) {
    agents.put(sighting.id(), sighting);
  }

  private String next() {
    runs++;
    return "run " + runs;
  }

  public void remove(BotId agent) {
    agents.remove(agent);
  }

  /** The same run in another status, as if by hand; nobody is told. */
  public void set(BotId agent, Status status) {
    Sighting now = now(agent);
    put(Sightings.of(agent, status, now.generation(), now.settings(), timers.nanos()));
  }

  public void configure(BotId agent, AgentSettings settings) {
    Sighting now = now(agent);
    put(Sightings.of(agent, now.status(), now.generation(), settings, timers.nanos()));
  }

  /** Another run, as if started by hand; nobody is told. */
  public void start(BotId agent) {
    Sighting now = now(agent);
    Generation run = new Generation(now.generation().instance(), next());
    put(Sightings.of(agent, Status.RUNNING, run, now.settings(), timers.nanos()));
  }

  /** Another container of the same name, never started; nobody is told. */
  public void recreate(BotId agent) {
    Sighting now = now(agent);
    Generation fresh = new Generation(now.generation().instance() + " again", "");
    put(Sightings.of(agent, Status.CREATED, fresh, now.settings(), timers.nanos()));
  }

  /** It ends, and nobody is told. */
  public void end(BotId agent, int code, boolean announced) {
    put(Sightings.ended(now(agent), new Exit(code, false, announced, timers.wall())));
  }

  /** It ends, and that is told. */
  public void exits(BotId agent, int code) {
    end(agent, code, false);
    tell(agent);
  }

  /** An event with what is so now. */
  public void tell(BotId agent) {
    listener.orElseThrow().seen(now(agent));
  }

  public Listener listener() {
    return listener.orElseThrow();
  }

  public Sighting now(BotId agent) {
    return Sightings.at(Objects.requireNonNull(agents.get(agent)), timers.nanos());
  }

  /** Ends the oldest operation that is under way. */
  public void finish() {
    underWay.remove().run();
  }

  public int underWay() {
    return underWay.size();
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Future<Subscription> watch(Listener watcher) {
    listener = Optional.of(watcher);
    watcher.connected();
    return Future.succeededFuture(Future::succeededFuture);
  }

  @Override
  public Future<List<Sighting>> list() {
    return cutOff
        ? Future.failedFuture("cut off")
        : Future.succeededFuture(agents.keySet().stream().map(this::now).toList());
  }

  @Override
  public Future<Sighting> inspect(BotId agent) {
    log.add("inspect");
    return cutOff ? Future.failedFuture("cut off") : Future.succeededFuture(now(agent));
  }

  @Override
  public Future<Outcome> perform(Operation operation, Sighting target) {
    calls.add(operation.word() + " " + target.id());
    log.add("perform " + operation.word());
    Promise<Outcome> answer = Promise.promise();
    Runnable end = () -> {
      if (cutOff) {
        answer.fail("answer lost");
      } else {
        if (refusal.isEmpty()) {
          act(operation, target.id());
        }
        answer.complete(new Outcome(now(target.id()), refusal));
      }
    };
    if (slow) {
      underWay.add(end);
    } else {
      end.run();
    }
    return answer.future();
  }

  private void act(Operation operation, BotId agent) {
    Status status = now(agent).status();
    switch (operation) {
      case START -> {
        if (status == Status.CREATED || status == Status.EXITED) {
          start(agent);
        }
      }
      case UNPAUSE -> move(agent, Status.PAUSED, Status.RUNNING);
      case PAUSE -> move(agent, Status.RUNNING, Status.PAUSED);
      case STOP -> {
        if (status == Status.RUNNING || status == Status.PAUSED) {
          end(agent, TERMINATED, false);
        }
      }
    }
  }

  private void move(BotId agent, Status from, Status to) {
    if (now(agent).status() == from) {
      set(agent, to);
    }
  }

  @Override
  public Future<Optional<Long>> memory(Sighting target) {
    asked.add(target.id().value());
    return Future.succeededFuture(memory);
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

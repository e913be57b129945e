package io.reveille.simulation;

import io.reveille.bus.GatewayMessage.Act;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.SetKeep;
import io.reveille.bus.GatewayMessage.Wake;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.core.AgentRecord;
import io.reveille.core.AgentSettings;
import io.reveille.core.AgentView;
import io.reveille.core.BotId;
import io.reveille.core.Restarts;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import io.reveille.lifecycle.TestFleet;
import io.reveille.proxy.Doors;
import io.reveille.testing.ManualTimers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Everything that a walk takes place in: clients, operators, containers, and one Reveille at a time. */
final class World {
  private static final Duration BUS = Duration.ofNanos(30_000);
  private static final Duration SLOW_BUS = Duration.ofMillis(30);
  private static final int ONE_IN = 8;
  private static final int THE_ONE = 3;
  private static final int LAST_LINES = Integer.getInteger("reveille.lines", 60);

  final ManualTimers clock = new ManualTimers();
  final Random random;
  final Invariants invariants;
  final LyingRuntime runtime;
  private final SimJournal journal;
  private final AgentSettings settings;
  private final List<Client> clients = new ArrayList<>();
  private final Deque<String> log = new ArrayDeque<>();
  private final Duration bus;
  private Epoch epoch;
  private UnderWay underWay = new UnderWay();
  private Doors doors;
  private TestFleet fleet;

  World(long seed, AgentSettings settings, List<BotId> agents) {
    this.random = new Random(seed);
    // in some worlds so slow that an agent falls asleep before those who wait hear that it woke
    this.bus = seed % ONE_IN == THE_ONE ? SLOW_BUS : BUS;
    this.settings = settings;
    this.invariants = new Invariants(clock, settings.restarts());
    this.runtime = new LyingRuntime(clock, random, settings, invariants);
    this.journal = new SimJournal(random);
    runtime.tell(this::note);
    agents.forEach(runtime::add);
    begin();
  }

  private void begin() {
    Epoch life = new Epoch(clock);
    epoch = life;
    underWay = new UnderWay();
    doors = new Doors(life, wake -> ask(life, wake));
    fleet = new TestFleet(
        runtime.seenBy(life),
        journal.seenBy(life),
        life,
        new Probe(life),
        random::nextDouble,
        doors,
        event -> {
          if (!life.isOver()) {
            note(event.name() + " " + event.agent().map(BotId::value).orElse("") + " "
                + event.previous().map(Object::toString).orElse("") + " "
                + event.cause().map(Object::toString).orElse("")
                + " " + event.attempt() + " " + event.detail());
            told(event);
          }
        });
    fleet.start();
  }

  private void told(AgentEvent event) {
    invariants.told(event, runtime::container);
    event.agent().ifPresent(id -> invariants.obeys(event, journal.order(id, clock.wall())));
  }

  /** Over the bus: there and back, with a little time in between. */
  private Future<WakeReply> ask(Epoch life, Wake wake) {
    return underWay.count(
        wake.agent(),
        () -> life.later(hop(), () -> fleet.wake(wake.agent(), wake.patience()))
            .compose(reply -> life.later(hop(), () -> Future.succeededFuture(reply))));
  }

  private Duration hop() {
    return bus.multipliedBy(1 + random.nextInt(20));
  }

  /** The probe asks the truth, every 10 ms. */
  private final class Probe implements TestFleet.Probing {
    private final Epoch life;

    Probe(Epoch life) {
      this.life = life;
    }

    @Override
    public Future<Void> ready(Sighting agent, BooleanSupplier wanted) {
      Promise<Void> promise = Promise.promise();
      look(agent, wanted, promise, life.nanos() + settings.ready().timeout().toNanos());
      return promise.future();
    }

    private void look(
        Sighting agent, BooleanSupplier wanted, Promise<Void> promise, long deadline) {
      life.after(Duration.ofMillis(10), () -> {
        Container container = runtime.container(agent.id());
        if (container.status == Status.RUNNING && container.answers) {
          promise.complete();
        } else if (!wanted.getAsBoolean()) {
          promise.fail("not wanted");
        } else if (life.nanos() >= deadline) {
          promise.fail("not ready in time");
        } else {
          look(agent, wanted, promise, deadline);
        }
      });
    }
  }

  /** One request from beginning to end. */
  final class Client implements Doors.Request {
    private final BotId agent;
    private final Duration work;
    private final long deadline;
    private final Epoch life = epoch;
    private int answers;
    private boolean inside;
    private boolean gone;
    private Optional<WakeReply> refusal = Optional.empty();
    private Runnable leave = () -> {};

    Client(BotId agent, Duration patience, Duration work) {
      this.agent = agent;
      this.work = work;
      this.deadline = clock.nanos() + patience.toNanos();
    }

    @Override
    public Future<Void> proceed(AgentView view) {
      note("request to " + agent + " goes through");
      answered();
      Container container = runtime.container(agent);
      invariants.forwarded(container);
      inside = true;
      clock.after(work, this::end);
      return underWay.count(agent, () -> life.later(hop(), Future::succeededFuture));
    }

    @Override
    public void refuse(Optional<WakeReply> reply) {
      note("request to " + agent + " is refused: "
          + reply.map(one -> one.outcome() + " " + one.detail()).orElse(""));
      refusal = reply;
      invariants.refused(agent, reply, underWay.anythingFor(agent));
      answered();
    }

    private void answered() {
      answers++;
      invariants.answered(agent, answers, deadline);
    }

    void end() {
      if (inside && !life.isOver()) {
        inside = false;
        if (invariants.exchanges(agent) > 0) {
          invariants.exchangeEnded(agent);
        }
        doors.leave(agent);
      }
    }

    void walkAway() {
      gone = true;
      leave.run();
      end();
    }

    boolean isOwedAnAnswer() {
      return answers == 0 && !gone && !life.isOver();
    }

    boolean wasServed() {
      return answers == 1 && refusal.isEmpty();
    }

    Optional<WakeReply> refusal() {
      return refusal;
    }
  }

  Client arrive(BotId agent, Duration patience, Duration work) {
    note("request to " + agent);
    Client client = new Client(agent, patience, work);
    clients.add(client);
    client.leave = doors.arrive(agent, patience, client);
    return client;
  }

  void someoneLeaves() {
    if (!clients.isEmpty()) {
      clients.get(random.nextInt(clients.size())).walkAway();
    }
  }

  void operate(Act act) {
    note("operator: " + act);
    fleet.act(act);
  }

  void order(SetKeep command) {
    note("operator: " + command);
    fleet.order(command);
  }

  /** {@code kill -9} and a new start. */
  void killReveille() {
    if (journal.isOwed()) {
      return; // nobody can remember what no disk has taken
    }
    note("Reveille is killed");
    epoch.end();
    invariants.allExchangesCut();
    invariants.forgetOperations();
    journal
        .stopsUnderWay()
        .forEach(agent -> invariants.cannotBeToldApart(agent, clock.wall().plusSeconds(45)));
    for (BotId id : runtime.ids()) {
      AgentRecord record = journal.agents.get(id);
      invariants.remembered(id, record == null ? Restarts.NONE : record.restarts());
    }
    begin();
  }

  void becomeHonest() {
    note("from now on everything works");
    runtime.becomeHonest();
    journal.becomeHonest();
  }

  void checkNobodyIsForgotten() {
    for (Client client : clients) {
      if (client.isOwedAnAnswer() && clock.nanos() > client.deadline) {
        throw new Invariants.Broken(3, "a request to " + client.agent + " was never answered");
      }
    }
  }

  void checkAgreement() {
    for (BotId id : runtime.ids()) {
      AgentRecord record = journal.agents.get(id);
      if (record != null) {
        invariants.agrees(runtime.container(id), record.state(), journal.of(id));
        invariants.adminsKnow(id, record.state(), journal.isToldOf(id));
      }
      invariants.isHeldTo(id, journal.order(id, clock.wall()), fleet.order(id));
      invariants.agrees(runtime.container(id), fleet.state(id), fleet.state(id) + " in memory");
    }
  }

  TestFleet fleet() {
    return fleet;
  }

  void note(String what) {
    log.add(clock.wall() + "  " + what);
    if (log.size() > LAST_LINES) {
      log.remove();
    }
  }

  String log() {
    return String.join("\n", log);
  }
}

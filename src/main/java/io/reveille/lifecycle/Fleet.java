package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.AgentRecord;
import io.reveille.core.AgentRuntime;
import io.reveille.core.BotId;
import io.reveille.core.Gates;
import io.reveille.core.Intent;
import io.reveille.core.Journal.Memory;
import io.reveille.core.Journal.WakeTime;
import io.reveille.core.Keep;
import io.reveille.core.Sighting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All agents. Follows what the runtime shows, by events and by a list after every gap and every 30 s, and gives each
 * agent a keeper. Knows what none of them can know alone: who depends on whom and how many may be awake.
 */
final class Fleet implements Neighbours, AgentRuntime.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
  private static final Duration BETWEEN_LISTS = Duration.ofSeconds(30);

  private final Ports ports;
  private final Gates gates;
  private final Consumer<AgentEvent> sink;
  private final Diary diary;
  private final Turns starts;
  private final Room room;
  private final Dependencies dependencies = new Dependencies(this);
  private final Map<BotId, AgentKeeper> keepers = new TreeMap<>();
  private final Promise<Void> agreed = Promise.promise();
  private Map<BotId, AgentRecord> records = new HashMap<>();
  private Map<BotId, Intent> intents = new HashMap<>();
  private Map<BotId, Keep> orders = new HashMap<>();
  private Memory memory = new Memory(List.of(), List.of(), List.of());
  private boolean listing;
  private boolean recalled;
  private boolean closed;
  private Optional<String> disconnected = Optional.of("not connected yet");

  /** How many cold starts at once, and how many agents awake; 0: no limit. Read at each decision. */
  record Limits(java.util.function.IntSupplier starts, java.util.function.IntSupplier seats) {}

  Fleet(Ports ports, Gates gates, Limits limits, Consumer<AgentEvent> sink) {
    this.ports = ports;
    this.gates = gates;
    this.sink = sink;
    this.diary = new Diary(ports.journal());
    this.starts = new Turns(limits.starts(), () -> {});
    this.room = new Room(this, ports.timers(), limits.seats());
  }

  /** What an earlier Reveille knew; before the runtime is watched. */
  void recall(Memory known) {
    memory = known;
    records = byAgent(known.agents(), AgentRecord::id);
    intents = byAgent(known.intents(), Intent::agent);
  }

  /** What operators told an earlier Reveille; before the runtime is watched. */
  void recallOrders(Map<BotId, Keep> known) {
    orders = new HashMap<>(known);
  }

  private static <T> Map<BotId, T> byAgent(List<T> items, Function<T, BotId> agent) {
    return items.stream()
        .collect(Collectors.toMap(agent, item -> item, (first, second) -> second, HashMap::new));
  }

  /** Completes when everything the journal says has been held against the runtime once. */
  Future<Void> agreed() {
    return agreed.future();
  }

  /** Why the runtime cannot be reached, if it cannot. */
  Optional<String> disconnection() {
    return disconnected;
  }

  Optional<AgentKeeper> keeper(BotId agent) {
    return Optional.ofNullable(keepers.get(agent));
  }

  /** In the order of their IDs. */
  Stream<AgentKeeper> all() {
    return keepers.values().stream();
  }

  /** Those that run or are about to: all that can have been active lately. */
  Stream<AgentKeeper> awake() {
    return seats().holders().stream().flatMap(agent -> keeper(agent).stream());
  }

  @Override
  public void seen(Sighting sighting) {
    AgentKeeper known = keepers.get(sighting.id());
    if (known != null) {
      known.seen(sighting);
    } else if (!closed && recalled) {
      meet(sighting);
    }
  }

  private void meet(Sighting sighting) {
    AgentKeeper keeper = new AgentKeeper(sighting, ports, this, gates);
    keepers.put(sighting.id(), keeper);
    Optional.ofNullable(orders.remove(sighting.id())).ifPresent(keeper.order()::recall);
    keeper.adopt(
        Optional.ofNullable(records.remove(sighting.id())),
        Optional.ofNullable(intents.remove(sighting.id())));
  }

  @Override
  public void connected() {
    if (disconnected.isPresent()) {
      disconnected = Optional.empty();
      LOG.info("Connected to the {} runtime", ports.runtime().name());
      told(AgentEvent.of("runtime.connected", ports.timers().wall(), ""));
    }
    list();
  }

  @Override
  public void disconnected(String reason) {
    LOG.warn("The {} runtime cannot be reached: {}", ports.runtime().name(), reason);
    disconnected = Optional.of(reason);
    told(AgentEvent.of("runtime.disconnected", ports.timers().wall(), reason));
  }

  @Override
  public void misconfigured(String container, String text) {
    LOG.warn("{}: {}", container, text);
    AgentEvent event =
        AgentEvent.of("config.rejected", ports.timers().wall(), container + ": " + text);
    diary.post(ports.alerts().once(event)); // a file that is read again is not the end of this
    sink.accept(event);
  }

  private void told(AgentEvent event) {
    alert(event);
    sink.accept(event);
  }

  /** Something that is told already happened outside of the fleet: admins may have to know. */
  void alert(AgentEvent event) {
    diary.post(ports.alerts().about(List.of(event)));
  }

  /** Looks at everything now, and again every 30 s. */
  void keepLooking() {
    ports.timers().after(BETWEEN_LISTS, () -> {
      if (!closed) {
        list();
        diary.catchUp();
        keepers.values().forEach(keeper -> keeper.chronicle().catchUp());
        keepLooking();
      }
    });
  }

  /** Holds everything against what the runtime shows. */
  void list() {
    if (listing || closed) {
      return;
    }
    listing = true;
    long takenAt = ports.timers().nanos();
    ports.runtime().list().onComplete(listed -> {
      listing = false;
      if (listed.failed()) {
        LOG.warn(
            "The {} runtime does not list its agents: {}",
            ports.runtime().name(),
            listed.cause().getMessage());
      } else if (!closed) {
        compare(listed.result(), takenAt);
      }
    });
  }

  private void compare(List<Sighting> listed, long takenAt) {
    recalled = true;
    listed.forEach(this::seen);
    Set<BotId> shown = listed.stream().map(Sighting::id).collect(Collectors.toSet());
    for (AgentKeeper keeper : List.copyOf(keepers.values())) {
      if (!shown.contains(keeper.id())) {
        keeper.seen(Sighting.missing(keeper.id(), keeper.settings(), takenAt));
      }
    }
    if (!agreed.future().isComplete()) {
      handOverWakes();
      forgetTheGone();
      agreed.complete();
    }
  }

  private void handOverWakes() {
    for (WakeTime wake : memory.wakes()) {
      keeper(wake.agent())
          .ifPresent(keeper -> keeper.wakeLog().recallWake(wake.from(), wake.took()));
    }
    memory = new Memory(List.of(), List.of(), List.of());
  }

  /** In the journal, but neither configured nor there any more. */
  private void forgetTheGone() {
    for (BotId agent : records.keySet()) {
      ports
          .journal()
          .forget(agent)
          .onFailure(fault -> LOG.warn("{} is gone but stays in the journal", agent, fault));
      diary.post(ports.alerts().gone(agent, ports.timers().wall()));
    }
    records.clear();
    intents.clear();
  }

  @Override
  public Future<Void> wakeFirst(BotId agent) {
    return dependencies.wakeFirst(agent);
  }

  @Override
  public boolean needs(BotId agent) {
    return dependencies.needs(agent);
  }

  @Override
  public Turns starts() {
    return starts;
  }

  @Override
  public Turns seats() {
    return room.seats();
  }

  @Override
  public void publish(AgentEvent event) {
    sink.accept(event);
  }

  /** Nothing is begun any more; agents stay as they are. Completes when what happened has been written down. */
  Future<Void> close() {
    closed = true;
    List<Future<Void>> written =
        new ArrayList<>(keepers.values().stream().map(AgentKeeper::close).toList());
    diary.catchUp();
    written.add(diary.written());
    return Future.join(written).mapEmpty();
  }
}

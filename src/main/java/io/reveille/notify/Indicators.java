package io.reveille.notify;

import io.reveille.bus.GatewayBus;
import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.bus.GatewayMessage.AgentReport;
import io.reveille.bus.GatewayMessage.Find;
import io.reveille.bus.GatewayMessage.Found;
import io.reveille.bus.GatewayMessage.Held;
import io.reveille.core.Agent.State;
import io.reveille.core.BotId;
import io.reveille.core.IndicatorPosts;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One ladder for each place in which somebody waits for an agent. All on one event loop. */
final class Indicators {
  private static final Logger LOG = LoggerFactory.getLogger(Indicators.class);

  private final GatewayBus bus;
  private final Timers timers;
  private final ChatServers servers;
  private final Leftovers leftovers;
  private final Map<BotId, Map<Place, Ladder>> ladders = new HashMap<>();
  private final Set<Place.Server> missed = new HashSet<>();

  Indicators(GatewayBus bus, Timers timers, ChatServers servers, IndicatorPosts posts) {
    this.bus = bus;
    this.timers = timers;
    this.servers = servers;
    this.leftovers = new Leftovers(servers::of, posts, timers);
  }

  /** Follows what happens until it is closed, and cleans up behind an earlier Reveille. */
  Future<Subscription> follow() {
    List<Subscription> opened = new ArrayList<>();
    return bus.onHeld(this::held)
        .onSuccess(opened::add)
        .compose(done -> bus.onEvent(this::happened))
        .onSuccess(opened::add)
        .onSuccess(done -> leftovers
            .recall()
            .onFailure(fault -> LOG.warn("What stands in the chat is not known", fault)))
        .map(done -> () -> close(opened));
  }

  private Future<Void> close(List<Subscription> opened) {
    leftovers.close();
    return Future.join(opened.stream().map(Subscription::close).toList()).mapEmpty();
  }

  private void held(Held held) {
    Optional<Place> place = Place.of(held.place());
    Optional<ChatServer> server = place.flatMap(known -> servers.of(known.server()));
    if (place.isEmpty() || server.isEmpty()) {
      place.ifPresent(this::missed);
      return;
    }
    Map<Place, Ladder> here = ladders.computeIfAbsent(held.agent(), agent -> new HashMap<>());
    here.values().removeIf(Ladder::over);
    Ladder known = here.get(place.get());
    if (known != null) {
      known.waits(held);
      return;
    }
    Ladder ladder = new Ladder(
        held,
        place.get(),
        server.get(),
        new Ladder.Surroundings(timers, servers.waking(), leftovers, this::look));
    here.put(place.get(), ladder);
    ladder.begin();
  }

  private void missed(Place place) {
    if (missed.add(place.server())) {
      LOG.info(
          "Somebody waits in {}, but chat.{} is not set: nobody is told there",
          place.name(),
          place.server().word());
    }
  }

  private Future<Optional<AgentReport>> look(BotId agent) {
    return bus.find(new Find(Optional.of(agent)))
        .map(Found::agents)
        .map(found -> found.stream().findFirst());
  }

  private void happened(AgentEvent event) {
    event.agent().ifPresent(agent -> {
      switch (event.name()) {
        case "agent.ready" -> each(agent, Ladder::ready);
        case "agent.failed", "agent.removed" ->
          each(agent, ladder -> ladder.failed(event.detail()));
        case "agent.wake-failed" -> {
          // an attempt that fails is followed by the next one, or by agent.failed
          if (!event.state().equals(Optional.of(State.RESTARTING))) {
            each(agent, ladder -> ladder.failed(event.detail()));
          }
        }
        case "agent.crashed", "agent.restarting" -> each(agent, Ladder::news);
        default -> {}
      }
    });
  }

  private void each(BotId agent, Consumer<Ladder> deed) {
    Map<Place, Ladder> here = ladders.getOrDefault(agent, Map.of());
    List.copyOf(here.values()).forEach(deed);
    if (here.values().stream().allMatch(Ladder::over)) {
      ladders.remove(agent);
    }
  }
}

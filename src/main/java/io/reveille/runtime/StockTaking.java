package io.reveille.runtime;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Agents;
import io.reveille.core.BotId;
import io.reveille.core.Sighting;
import io.reveille.core.Timers;
import io.reveille.runtime.DockerFault.Kind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole truth at once: lists the labelled containers, and inspects these and those that the file names. */
final class StockTaking {
  private static final Logger log = LoggerFactory.getLogger(StockTaking.class);

  private final Desk desk;
  private final Supplier<GatewayConfig> config;
  private final Timers timers;

  /** What came of one inspection: nothing at all means that nobody knows. */
  private record Find(String nameOrId, Optional<ContainerFacts> facts, boolean known) {}

  StockTaking(Desk desk, Supplier<GatewayConfig> config, Timers timers) {
    this.desk = desk;
    this.config = config;
    this.timers = timers;
  }

  Future<List<Sighting>> list() {
    long asked = timers.nanos();
    return desk.api().labelled(Claim.ENABLED).compose(this::inspectAll).map(finds -> {
      finds.forEach(find -> find.facts().ifPresent(desk::note));
      forgetAllBut(finds, asked);
      return sightings(finds, asked);
    });
  }

  private Future<List<Find>> inspectAll(List<String> labelled) {
    Set<String> wanted = new LinkedHashSet<>(labelled);
    Agents agents = config.get().agents();
    agents.configured().forEach(bot -> wanted.add(reference(agents, bot)));
    List<Future<Find>> finds = new ArrayList<>();
    wanted.forEach(nameOrId -> finds.add(find(nameOrId)));
    return finds.isEmpty()
        ? Future.succeededFuture(List.of())
        : Future.all(finds).map(all -> all.<Find>list());
  }

  private static String reference(Agents agents, BotId bot) {
    return agents.settings(bot, Map.of()).settings().container().orElse(bot.value());
  }

  /** One container that the engine will not speak of must not hide the others; without an engine nothing is known. */
  private Future<Find> find(String nameOrId) {
    return desk.api()
        .inspect(nameOrId)
        .map(facts -> new Find(nameOrId, Optional.of(facts), true))
        .recover(cause -> {
          if (!(cause instanceof DockerFault fault) || fault.kind() == Kind.UNREACHABLE) {
            return Future.failedFuture(cause);
          }
          if (fault.kind() == Kind.NO_SUCH_CONTAINER) {
            return Future.succeededFuture(new Find(nameOrId, Optional.empty(), true));
          }
          log.warn("Container {} could not be inspected: {}", nameOrId, fault.text());
          return Future.succeededFuture(new Find(nameOrId, desk.roster().facts(nameOrId), false));
        });
  }

  private void forgetAllBut(List<Find> finds, long asked) {
    Set<String> found = new HashSet<>();
    finds.forEach(find -> find.facts().ifPresent(facts -> found.add(facts.id())));
    Set<String> gone = desk.roster().ids();
    desk.roster().keepOnly(found, asked);
    gone.removeAll(desk.roster().ids());
    gone.forEach(desk::forget);
  }

  private List<Sighting> sightings(List<Find> finds, long asked) {
    Agents agents = config.get().agents();
    Set<String> unknown = new HashSet<>();
    finds.stream().filter(find -> !find.known()).forEach(find -> unknown.add(find.nameOrId()));
    Set<BotId> bots = new TreeSet<>(desk.roster().bots());
    agents.configured().stream()
        .filter(bot -> !unknown.contains(reference(agents, bot)))
        .forEach(bots::add);
    return bots.stream().map(bot -> sighting(bot, asked)).toList();
  }

  private Sighting sighting(BotId bot, long asked) {
    desk.complainOfRivals(bot, false);
    return desk.roster()
        .elect(bot)
        .map(facts -> desk.sightings().of(bot, facts))
        .orElseGet(() -> desk.sightings().missing(bot, asked));
  }
}

package io.reveille.runtime;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Agents;
import io.reveille.core.AgentRuntime.Listener;
import io.reveille.core.BotId;
import io.reveille.core.Timers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** All that is known of the containers, in one place, so that list, events and operations write into the same books. */
final class Desk {
  private final DockerApi api;
  private final Supplier<GatewayConfig> config;
  private final Roster roster = new Roster();
  private final StopAnnouncements announcements = new StopAnnouncements();
  private final Thaws thaws;
  private final Complaints complaints = new Complaints();
  private final Sightings sightings;
  private final Set<String> inHand = new HashSet<>();

  Desk(DockerApi api, Supplier<GatewayConfig> config, Addresses addresses, Timers timers) {
    this.api = api;
    this.config = config;
    this.thaws = new Thaws(timers);
    this.sightings = new Sightings(config, this::isAnnounced, complaints, addresses);
  }

  DockerApi api() {
    return api;
  }

  Roster roster() {
    return roster;
  }

  StopAnnouncements announcements() {
    return announcements;
  }

  /** Completed by {@link #note(ContainerEvent)}. */
  Thaws thaws() {
    return thaws;
  }

  void complainTo(Listener listener) {
    complaints.tellTo(listener);
  }

  Sightings sightings() {
    return sightings;
  }

  /** A call to this container is under way, and a look at it will follow whatever the call comes to. */
  void takeInHand(String container) {
    inHand.add(container);
  }

  /** The call has been answered: what happens from now on, the look that follows may not show. */
  void letGo(String container) {
    inHand.remove(container);
  }

  boolean isInHand(String container) {
    return inHand.contains(container);
  }

  /** Takes in an inspection; returns the bots that it may change something for. */
  Set<BotId> note(ContainerFacts facts) {
    Claim claim = Claim.of(agents(), facts.name(), facts.id(), facts.labels());
    if (!claim.problem().isEmpty()) {
      complaints.about(facts, claim.problem());
    }
    return roster.note(facts, claim);
  }

  /** Takes in who thawed or stopped what: a stop may take as long as the longer of the two timeouts says. */
  void note(ContainerEvent event) {
    thaws.note(event);
    Optional<ContainerFacts> facts = roster.facts(event.container());
    Duration patience = facts.map(this::stopPatience).orElse(Duration.ofSeconds(30));
    announcements.note(
        event, facts.map(known -> known.stopping().signal()).orElse(Signals.TERM), patience);
  }

  private boolean isAnnounced(ContainerFacts exited) {
    return announcements.announced(exited)
        || (thaws.broughtToLight(exited) && !announcements.outOfMemory(exited.id()));
  }

  /** The bot that the container stood or wanted to stand for. */
  Optional<BotId> forget(String container) {
    complaints.forget(container);
    announcements.forget(container);
    thaws.forget(container);
    return roster.forget(container);
  }

  /** The same, of a container that the engine has removed. */
  Optional<BotId> bury(String container) {
    complaints.forget(container);
    announcements.forget(container);
    thaws.forget(container);
    return roster.bury(container);
  }

  /** {@code onlyLiving}: between two events a recreation may look like a quarrel (F22). */
  void complainOfRivals(BotId bot, boolean onlyLiving) {
    List<ContainerFacts> rivals = roster.rivals(bot).stream()
        .filter(rival -> !onlyLiving || rival.lives())
        .toList();
    roster
        .elect(bot)
        .ifPresent(stands -> rivals.forEach(rival -> complaints.about(
            rival,
            "claims the bot ID '" + bot + "', which container " + stands.name()
                + " stands for; this one is left out")));
  }

  private Duration stopPatience(ContainerFacts facts) {
    Duration own = facts.stopping().timeout();
    Duration set = Claim.of(agents(), facts.name(), facts.id(), facts.labels())
        .bot()
        .map(bot -> agents().settings(bot, facts.labels()).settings().stopTimeout())
        .orElse(Duration.ZERO);
    return own.compareTo(set) > 0 ? own : set;
  }

  private Agents agents() {
    return config.get().agents();
  }
}

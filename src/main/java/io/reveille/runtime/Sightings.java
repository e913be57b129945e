package io.reveille.runtime;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Resolved;
import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Endpoint;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Health;
import io.reveille.core.Sighting.Instance;
import io.reveille.core.Sighting.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Says in the core's words what an inspection said in Docker's. */
final class Sightings {
  private final Supplier<GatewayConfig> config;
  private final Predicate<ContainerFacts> announced;
  private final Complaints complaints;
  private final Addresses addresses;

  /** @param announced whether the end of an exited container was nothing of its own doing */
  Sightings(
      Supplier<GatewayConfig> config,
      Predicate<ContainerFacts> announced,
      Complaints complaints,
      Addresses addresses) {
    this.config = config;
    this.announced = announced;
    this.complaints = complaints;
    this.addresses = addresses;
  }

  Sighting of(BotId bot, ContainerFacts facts) {
    Resolved resolved = config.get().agents().settings(bot, facts.labels());
    resolved.problems().forEach(problem -> complaints.about(facts, problem));
    complain(facts, resolved.settings());
    Status status = status(facts);
    return new Sighting(
        bot,
        status,
        new Generation(facts.id(), facts.startedAt()),
        endpoint(facts, status, resolved.settings()),
        new Instance(facts.id(), facts.name(), facts.image(), facts.status()),
        exit(facts, status),
        health(facts, status),
        resolved.settings(),
        facts.takenAt());
  }

  Sighting missing(BotId bot, long takenAt) {
    return Sighting.missing(bot, config.get().agents().settings(bot, Map.of()).settings(), takenAt);
  }

  private void complain(ContainerFacts facts, AgentSettings settings) {
    int exposed = facts.wiring().exposed().size();
    if (Addresses.port(settings.address(), facts.wiring()).isEmpty()) {
      complaints.about(
          facts,
          "no port is set, and the container exposes "
              + (exposed == 0 ? "none" : exposed + " of them")
              + ": set label reveille.port; until then no request reaches it");
    }
    if (!facts.restartPolicy().equals("no")) {
      complaints.about(
          facts,
          "restart policy '" + facts.restartPolicy()
              + "': what Docker restarts is adopted, and 'always' undoes idle stops when the engine restarts; 'no' is better");
    }
  }

  /** {@code State.Running} is true while paused and while restarting: only the word tells (F3). */
  private static Status status(ContainerFacts facts) {
    return switch (facts.status()) {
      case "running" -> Status.RUNNING;
      case "paused" -> Status.PAUSED;
      case "restarting" -> Status.RESTARTING;
      case "created" -> Status.CREATED;
      default -> facts.startedAt().isEmpty() ? Status.CREATED : Status.EXITED;
    };
  }

  /** Only while it lives: an address of a stopped container may be another's by now (F23). */
  private Optional<Endpoint> endpoint(ContainerFacts facts, Status status, AgentSettings settings) {
    return status == Status.RUNNING || status == Status.PAUSED
        ? addresses.endpoint(settings.address(), facts.wiring())
        : Optional.empty();
  }

  private Optional<Exit> exit(ContainerFacts facts, Status status) {
    return status == Status.EXITED || status == Status.RESTARTING
        ? Optional.of(new Exit(
            facts.exitCode(),
            facts.oomKilled(),
            announced.test(facts),
            facts.finishedAt().orElse(Instant.EPOCH)))
        : Optional.empty();
  }

  /** A pause makes a container "unhealthy" at once, and says nothing of its health (F10). */
  private static Health health(ContainerFacts facts, Status status) {
    return switch (facts.health()) {
      case "starting" -> Health.STARTING;
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> status == Status.PAUSED ? Health.STARTING : Health.UNHEALTHY;
      default -> Health.NONE;
    };
  }
}

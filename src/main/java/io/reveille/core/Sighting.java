package io.reveille.core;

import java.util.Optional;

/**
 * What the runtime said of one agent at one moment: always the whole truth of that moment, whether
 * it comes from a list, an event or the inspection that ends an operation.
 *
 * @param takenAt {@link Timers#nanos} when the question was asked; an operation that ended later
 *     makes this sighting stale
 */
public record Sighting(
    BotId id,
    Status status,
    Generation generation,
    Optional<Endpoint> endpoint,
    Instance instance,
    Optional<Exit> exit,
    Health health,
    AgentSettings settings,
    long takenAt) {

  /** {@code RESTARTING}: the runtime's own restart policy is about to start it again. */
  public enum Status {
    MISSING,
    CREATED,
    RUNNING,
    PAUSED,
    EXITED,
    RESTARTING
  }

  /** The runtime's own health check, if there is one. */
  public enum Health {
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY
  }

  /** What people know the container or process by. */
  public record Instance(String id, String name, String image, String status) {
    public static final Instance NONE = new Instance("", "", "", "");
  }

  /** The same run, thawed: nothing else of it can have changed while it was frozen. */
  public Sighting thawed(String word, long seenAt) {
    return new Sighting(
        id,
        Status.RUNNING,
        generation,
        endpoint,
        new Instance(instance.id(), instance.name(), instance.image(), word),
        Optional.empty(),
        health,
        settings,
        seenAt);
  }

  /** An agent that is configured but whose container does not exist. */
  public static Sighting missing(BotId id, AgentSettings settings, long takenAt) {
    return new Sighting(
        id,
        Status.MISSING,
        Generation.NONE,
        Optional.empty(),
        Instance.NONE,
        Optional.empty(),
        Health.NONE,
        settings,
        takenAt);
  }
}

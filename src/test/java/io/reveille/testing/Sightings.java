package io.reveille.testing;

import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Endpoint;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Health;
import io.reveille.core.Sighting.Instance;
import io.reveille.core.Sighting.Status;
import java.util.Optional;

/** What a runtime may have seen, in tests. */
public final class Sightings {
  private static final Endpoint ENDPOINT = new Endpoint(false, "127.0.0.1", 8080);

  private Sightings() {}

  /** The {@code run}th run of the container; 0: it never ran. */
  public static Generation run(BotId agent, int run) {
    return new Generation(agent.value(), run == 0 ? "" : "run " + run);
  }

  public static Sighting of(BotId agent, Status status, int run, long takenAt) {
    return of(agent, status, run(agent, run), Settings.defaults(), takenAt);
  }

  public static Sighting of(
      BotId agent, Status status, Generation run, AgentSettings settings, long takenAt) {
    Optional<Endpoint> endpoint =
        status == Status.RUNNING ? Optional.of(ENDPOINT) : Optional.empty();
    return new Sighting(
        agent,
        status,
        run,
        endpoint,
        Instance.NONE,
        Optional.empty(),
        Health.NONE,
        settings,
        takenAt);
  }

  public static Sighting exited(BotId agent, int run, Exit exit, long takenAt) {
    return ended(of(agent, Status.EXITED, run, takenAt), exit);
  }

  public static Sighting ended(Sighting before, Exit exit) {
    return new Sighting(
        before.id(),
        Status.EXITED,
        before.generation(),
        Optional.empty(),
        before.instance(),
        Optional.of(exit),
        before.health(),
        before.settings(),
        before.takenAt());
  }

  public static Sighting at(Sighting seen, long takenAt) {
    return new Sighting(
        seen.id(),
        seen.status(),
        seen.generation(),
        seen.endpoint(),
        seen.instance(),
        seen.exit(),
        seen.health(),
        seen.settings(),
        takenAt);
  }
}

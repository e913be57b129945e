package io.reveille.testing;

import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.Address;
import io.reveille.core.AgentSettings.Busy;
import io.reveille.core.AgentSettings.Command;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.AgentSettings.Ignore;
import io.reveille.core.AgentSettings.Ready;
import io.reveille.core.BotId;
import io.reveille.core.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings of agents in tests: the built-in defaults, and what a test changes of them. */
public final class Settings {
  private Settings() {}

  /** The defaults of the specification. */
  public static AgentSettings defaults() {
    return of(Duration.ofMinutes(30), IdleAction.PAUSE, Duration.ofHours(6), 3);
  }

  public static AgentSettings of(
      Duration idleTimeout, IdleAction idleAction, Duration stopAfter, int maxRestarts) {
    return new AgentSettings(
        "",
        Set.of(),
        Optional.empty(),
        new Address(Optional.empty(), false, Optional.empty()),
        idleTimeout,
        idleAction,
        stopAfter,
        Duration.ofSeconds(30),
        new RestartPolicy(
            maxRestarts,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15)),
        new Ready(Optional.empty(), Set.of(), Duration.ofMinutes(1), false),
        new Busy(Optional.empty(), Duration.ofHours(2)),
        Optional.empty(),
        List.of(),
        Duration.ofSeconds(25),
        new Ignore(Set.of(), List.of()),
        Optional.empty(),
        Command.NONE);
  }

  public static AgentSettings readyWithin(AgentSettings base, Duration timeout) {
    Ready ready = new Ready(
        base.ready().path(), base.ready().status(), timeout, base.ready().health());
    return with(base, base.restarts(), ready, base.dependsOn());
  }

  public static AgentSettings restarting(AgentSettings base, RestartPolicy restarts) {
    return with(base, restarts, base.ready(), base.dependsOn());
  }

  public static AgentSettings dependingOn(AgentSettings base, List<BotId> dependsOn) {
    return with(base, base.restarts(), base.ready(), dependsOn);
  }

  private static AgentSettings with(
      AgentSettings base, RestartPolicy restarts, Ready ready, List<BotId> dependsOn) {
    return new AgentSettings(
        base.name(),
        base.aliases(),
        base.container(),
        base.address(),
        base.idleTimeout(),
        base.idleAction(),
        base.stopAfter(),
        base.stopTimeout(),
        restarts,
        ready,
        base.busy(),
        base.awakeHours(),
        dependsOn,
        base.holdTimeout(),
        base.ignore(),
        base.chatChannel(),
        base.command());
  }
}

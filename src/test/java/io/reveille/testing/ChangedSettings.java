package io.reveille.testing;

import io.reveille.core.AgentSettings;
import io.reveille.core.AgentSettings.Busy;
import io.reveille.core.AgentSettings.IdleAction;
import io.reveille.core.AgentSettings.Ready;
import io.reveille.core.AwakeHours;
import io.reveille.core.BotId;
import io.reveille.core.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The defaults of the specification with a few of them changed. */
public final class ChangedSettings {
  private final AgentSettings base = Settings.defaults();
  private String name = base.name();
  private Duration idleTimeout = base.idleTimeout();
  private IdleAction idleAction = base.idleAction();
  private Duration stopAfter = base.stopAfter();
  private RestartPolicy restarts = base.restarts();
  private Ready ready = base.ready();
  private Busy busy = base.busy();
  private Optional<AwakeHours> awakeHours = base.awakeHours();
  private List<BotId> dependsOn = base.dependsOn();

  public ChangedSettings name(String text) {
    name = text;
    return this;
  }

  public ChangedSettings idleTimeout(Duration timeout) {
    idleTimeout = timeout;
    return this;
  }

  public ChangedSettings idleAction(IdleAction action) {
    idleAction = action;
    return this;
  }

  public ChangedSettings stopAfter(Duration wait) {
    stopAfter = wait;
    return this;
  }

  public ChangedSettings restarts(RestartPolicy policy) {
    restarts = policy;
    return this;
  }

  public ChangedSettings ready(Ready proof) {
    ready = proof;
    return this;
  }

  public ChangedSettings busy(String path, Duration max) {
    busy = new Busy(Optional.of(path), max);
    return this;
  }

  public ChangedSettings awakeHours(String hours) {
    awakeHours = Optional.of(AwakeHours.parse(hours));
    return this;
  }

  public ChangedSettings dependsOn(String... agents) {
    dependsOn = Stream.of(agents).map(BotId::new).toList();
    return this;
  }

  public AgentSettings done() {
    return new AgentSettings(
        name,
        base.aliases(),
        base.container(),
        base.address(),
        idleTimeout,
        idleAction,
        stopAfter,
        base.stopTimeout(),
        restarts,
        ready,
        busy,
        awakeHours,
        dependsOn,
        base.holdTimeout(),
        base.ignore(),
        base.chatChannel(),
        base.command());
  }
}

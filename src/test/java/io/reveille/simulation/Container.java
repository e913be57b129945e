package io.reveille.simulation;

import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Sighting.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The truth about one container: what it is, who made it so, and how each of its generations ended. */
final class Container {
  final BotId id;
  private final Map<Generation, Boolean> crashed = new HashMap<>();
  private int instances = 1;
  private int runs;
  Status status = Status.CREATED;
  Generation generation;
  Optional<Exit> exit = Optional.empty();
  boolean answers;
  boolean changedByOthers;
  boolean deadInTheIce;

  Container(BotId id) {
    this.id = id;
    this.generation = new Generation(id + "#1", "");
  }

  void start(boolean byOthers) {
    runs++;
    generation = new Generation(id + "#" + instances, "run " + runs);
    set(Status.RUNNING, byOthers);
    exit = Optional.empty();
    answers = false;
    deadInTheIce = false;
  }

  void set(Status next, boolean byOthers) {
    status = next;
    changedByOthers = byOthers;
  }

  void end(Exit how, boolean crash, boolean byOthers) {
    set(Status.EXITED, byOthers);
    exit = Optional.of(how);
    crashed.put(generation, crash);
    answers = false;
    deadInTheIce = false;
  }

  void recreate() {
    instances++;
    generation = new Generation(id + "#" + instances, "");
    set(Status.CREATED, true);
    exit = Optional.empty();
    answers = false;
    deadInTheIce = false;
  }

  /** Whether that generation crashed, if it has ended. */
  Optional<Boolean> crash(Generation one) {
    return Optional.ofNullable(crashed.get(one));
  }

  static Exit exit(int code, boolean announced, Instant at) {
    return new Exit(code, false, announced, at);
  }

  boolean alive() {
    return status == Status.RUNNING || status == Status.PAUSED;
  }
}

package io.reveille.runtime;

import io.reveille.core.BotId;
import io.reveille.core.Exit;
import io.reveille.runtime.LocalProcess.Birth;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has become of those whom an earlier Reveille wrote down. Blocks: only for a worker. */
final class ProcessRecall {
  /** Stands for one whose start was begun: its number is not known yet. */
  static final JsonObject STARTING = new JsonObject().put("starting", true);

  private static final Logger LOG = LoggerFactory.getLogger(ProcessRecall.class);

  private final ProcessTable table;
  private final Path roll;

  ProcessRecall(ProcessTable table, Path roll) {
    this.table = table;
    this.roll = roll;
  }

  String markOf(BotId agent) {
    return roll + "#" + agent;
  }

  /** Empty if it never got as far as a process. */
  Optional<LocalProcess> recall(BotId agent, JsonObject json, Instant now) {
    if (json.getBoolean("starting", false)) {
      return unwritten(agent, now);
    }
    Birth birth = new Birth(
        json.getLong("pid"), json.getString("mark"), Instant.parse(json.getString("startedAt")));
    boolean dismissed = json.getBoolean("dismissed", false);
    Optional<Exit> known = Optional.ofNullable(json.getJsonObject("exit")).map(ProcessRecall::exit);
    LocalProcess run = known
        .map(exit -> LocalProcess.past(birth, exit))
        .or(() -> living(agent, birth, dismissed))
        .orElseGet(() -> gone(agent, birth, dismissed, now));
    return Optional.of(run);
  }

  /** Reveille was killed between the start and the note of it. */
  private Optional<LocalProcess> unwritten(BotId agent, Instant now) {
    Optional<LocalProcess> found = table
        .marked(markOf(agent))
        .map(handle -> LocalProcess.adopted(
            new Birth(
                handle.pid(),
                table.birthmark(handle.pid()).orElse(""),
                handle.info().startInstant().orElse(now).truncatedTo(ChronoUnit.MILLIS)),
            handle,
            false));
    LOG.warn(
        "Reveille was killed while it started {}: {}",
        agent,
        found
            .map(run -> "process " + run.birth().pid() + " is taken over")
            .orElse("no process of it is found"));
    return found;
  }

  private Optional<LocalProcess> living(BotId agent, Birth birth, boolean dismissed) {
    Optional<LocalProcess> living = ProcessHandle.of(birth.pid())
        .filter(handle -> is(handle, birth))
        .map(handle -> LocalProcess.adopted(birth, handle, dismissed));
    living.ifPresent(
        run -> LOG.info("{} still runs as process {} and is taken over", agent, birth.pid()));
    return living;
  }

  private LocalProcess gone(BotId agent, Birth birth, boolean dismissed, Instant now) {
    Exit exit = UnseenEnd.of(dismissed, !birth.mark().startsWith(table.boot()), now);
    LOG.warn(
        "{} (process {}) ended while Reveille was away; it counts as {}",
        agent,
        birth.pid(),
        exit.announced() ? "stopped" : "crashed");
    return LocalProcess.past(birth, exit);
  }

  /** The number may have gone to another process since; without a birthmark nothing is taken over. */
  private boolean is(ProcessHandle handle, Birth birth) {
    return table.birthmark(handle.pid()).filter(birth.mark()::equals).isPresent()
        && table.isThere(handle);
  }

  private static Exit exit(JsonObject json) {
    return new Exit(
        json.getInteger("code"),
        false,
        json.getBoolean("announced"),
        Instant.parse(json.getString("at")));
  }
}

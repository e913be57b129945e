package io.reveille.store;

import io.reveille.core.Agent;
import io.reveille.core.AgentRecord;
import io.reveille.core.BotId;
import io.reveille.core.Cause;
import io.reveille.core.Exit;
import io.reveille.core.Intent;
import io.reveille.core.Journal.Entry;
import io.reveille.core.Keep;
import io.reveille.core.Transition;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records to rows, and the history back. Times are kept to the millisecond. */
final class Rows {
  private Rows() {}

  /** In the order of the columns. */
  static Tuple of(AgentRecord agent) {
    Tuple row = Tuple.of(
        agent.id().value(),
        agent.state().word(),
        agent.cause().word(),
        agent.since().toEpochMilli(),
        millis(agent.lastActivityAt()),
        agent.generation().instance());
    row.addString(agent.generation().startedAt());
    row.addInteger(agent.restarts().attempts());
    row.addLong(millis(agent.restarts().nextAttemptAt()));
    row.addLong(millis(agent.restarts().firstCrashAt()));
    row.addInteger(agent.lastExit().map(Exit::code).orElse(null));
    row.addInteger(agent.lastExit().map(exit -> flag(exit.oomKilled())).orElse(null));
    row.addInteger(agent.lastExit().map(exit -> flag(exit.announced())).orElse(null));
    return row.addLong(millis(agent.lastExit().map(Exit::at)));
  }

  static Tuple of(Transition step) {
    return Tuple.of(
        step.agent().value(),
        step.from().word(),
        step.to().word(),
        step.cause().word(),
        step.at().toEpochMilli(),
        step.lasted().toMillis());
  }

  static Tuple of(Intent intent) {
    return Tuple.of(
        intent.agent().value(),
        intent.operation().word(),
        intent.generation().instance(),
        intent.generation().startedAt(),
        intent.at().toEpochMilli());
  }

  static Tuple of(BotId agent, Keep keep) {
    return Tuple.of(agent.value(), keep.mode().word(), millis(keep.until()));
  }

  static Keep keep(Row row) {
    return new Keep(
        Keep.Mode.of(row.getString("mode")),
        Optional.ofNullable(row.getLong("until_ms")).map(Instant::ofEpochMilli));
  }

  static Entry entry(Row row) {
    return new Entry(
        row.getLong("id"),
        new Transition(
            new BotId(row.getString("agent")),
            Agent.State.of(row.getString("from_state")),
            Agent.State.of(row.getString("to_state")),
            Cause.of(row.getString("cause")),
            Instant.ofEpochMilli(row.getLong("at_ms")),
            Duration.ofMillis(row.getLong("lasted_ms"))));
  }

  private static @Nullable Long millis(Optional<Instant> at) {
    return at.map(Instant::toEpochMilli).orElse(null);
  }

  private static int flag(boolean set) {
    return set ? 1 : 0;
  }
}

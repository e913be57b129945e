package io.reveille.runtime;

import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Endpoint;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Health;
import io.reveille.core.Sighting.Instance;
import io.reveille.core.Sighting.Status;
import java.util.Locale;
import java.util.Optional;

/** What is so of one agent. Blocks: only for a worker. */
final class ProcessSightings {
  private static final String HOST = "127.0.0.1";

  private final ProcessTable table;

  ProcessSightings(ProcessTable table) {
    this.table = table;
  }

  Sighting of(BotId agent, AgentSettings settings, Optional<LocalProcess> run, long askedAt) {
    Status status = run.map(this::status).orElse(Status.CREATED);
    Optional<Exit> exit =
        status == Status.EXITED ? run.flatMap(LocalProcess::exit) : Optional.empty();
    return new Sighting(
        agent,
        status,
        run.map(known -> known.birth().generation()).orElse(Generation.NONE),
        settings.address().port().map(port -> new Endpoint(settings.address().tls(), HOST, port)),
        instance(agent, settings, run, status),
        exit,
        Health.NONE,
        settings,
        askedAt);
  }

  private Status status(LocalProcess run) {
    return run.alive().map(process -> aliveStatus(run, process)).orElse(Status.EXITED);
  }

  private Status aliveStatus(LocalProcess run, ProcessHandle process) {
    return switch (table.activity(process.pid())) {
      case STOPPED -> Status.PAUSED;
      // gone, but its exit code has not come yet: the word of it follows at once
      case RUNS, GONE -> Status.RUNNING;
      case UNKNOWN -> run.frozen() ? Status.PAUSED : Status.RUNNING;
    };
  }

  private static Instance instance(
      BotId agent, AgentSettings settings, Optional<LocalProcess> run, Status status) {
    // only the program: its arguments may hold secrets
    return new Instance(
        run.map(known -> Long.toString(known.birth().pid())).orElse(""),
        agent.value(),
        settings.command().words().get(0),
        status.name().toLowerCase(Locale.ROOT));
  }
}

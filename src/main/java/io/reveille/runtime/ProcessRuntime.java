package io.reveille.runtime;

import io.reveille.config.GatewayConfig;
import io.reveille.config.GatewayConfig.Resolved;
import io.reveille.core.AgentRuntime;
import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.LogLine;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Subscription;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agents as local processes, one for each agent of the file that has a command. A pause is SIGSTOP, a stop is
 * SIGTERM and later SIGKILL. Children end when Reveille ends; after a {@code kill -9} the next one finds them again.
 */
public final class ProcessRuntime implements AgentRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessRuntime.class);
  private static final int WORKERS = 8;

  private final Supplier<GatewayConfig> config;
  private final Timers timers;
  private final WorkerExecutor worker;
  private final ProcessTable table = new ProcessTable();
  private final ProcessSightings sightings = new ProcessSightings(table);
  private final ProcessRoll roll;
  private final ProcessActions actions;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Set<String> complaints = ConcurrentHashMap.newKeySet();
  private @Nullable Future<Void> opened;
  private @Nullable Future<Void> closed;

  /**
   * Starts nothing and reads nothing yet.
   *
   * @param stateFile says who was started; the agents' output goes to {@code <botId>.log} beside it
   */
  public ProcessRuntime(
      Vertx vertx, Supplier<GatewayConfig> config, Timers timers, Path stateFile) {
    this.config = config;
    this.timers = timers;
    this.worker = vertx.createSharedWorkerExecutor("reveille-processes", WORKERS);
    this.roll = new ProcessRoll(stateFile, table);
    this.actions = new ProcessActions(worker, timers, table, roll);
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Future<Subscription> watch(Listener listener) {
    return open().map(ready -> {
      listeners.add(listener);
      listener.connected();
      return () -> {
        listeners.remove(listener);
        return Future.succeededFuture();
      };
    });
  }

  @Override
  public Future<List<Sighting>> list() {
    return whenOpen(this::everyone);
  }

  @Override
  public Future<Sighting> inspect(BotId agent) {
    return whenOpen(() -> seen(agent));
  }

  @Override
  public Future<Outcome> perform(Operation operation, Sighting target) {
    BotId agent = target.id();
    Future<String> done = switch (operation) {
      case START -> whenOpen(() -> actions.start(agent, settings(agent), this::onEnd));
      case PAUSE -> whenOpen(() -> actions.pause(target));
      case UNPAUSE -> whenOpen(() -> actions.unpause(target));
      case STOP -> open().compose(ready -> actions.stop(target));
    };
    return done.compose(problem -> inspect(agent).map(is -> new Outcome(is, problem)));
  }

  @Override
  public Future<List<LogLine>> logs(BotId agent, int tail) {
    return worker.executeBlocking(() -> ProcessOutput.lastLines(roll.outputOf(agent), tail), false);
  }

  @Override
  public Future<Optional<Long>> memory(Sighting target) {
    return whenOpen(() -> roll.find(target.id())
        .flatMap(LocalProcess::alive)
        .map(ResidentMemory::ofTree)
        .filter(bytes -> bytes > 0));
  }

  /** Ends every process, each within its own stop timeout, all at the same time. */
  @Override
  public synchronized Future<Void> close() {
    if (closed == null) {
      listeners.clear();
      closed = endAll();
    }
    return closed;
  }

  private Future<Void> endAll() {
    return open()
        .compose(ready -> worker.executeBlocking(actions::closeDoor, false))
        .compose(living -> Future.join(living.entrySet().stream()
            .map(entry -> end(entry.getKey(), entry.getValue()))
            .toList()))
        .compose(ended -> worker.executeBlocking(this::saved, false))
        .<Void>mapEmpty()
        .eventually(worker::close);
  }

  private synchronized Future<Void> open() {
    if (opened == null) {
      opened = worker.executeBlocking(this::load, false);
    }
    return opened;
  }

  private @Nullable Void load() throws IOException {
    roll.load(timers.wall());
    roll.runs().forEach((agent, run) -> {
      if (run.alive().isPresent()) {
        actions.follow(agent, run, this::onEnd);
      }
    });
    return null;
  }

  private <T> Future<T> whenOpen(Callable<T> work) {
    return open().compose(ready -> worker.executeBlocking(work, false));
  }

  private List<Sighting> everyone() {
    List<BotId> configured = config.get().agents().configured();
    Set<BotId> known = new HashSet<>(configured);
    roll.runs().forEach((agent, run) -> {
      if (run.alive().isPresent() && !known.contains(agent)) {
        remark(agent, run);
      }
    });
    return configured.stream().map(this::look).flatMap(Optional::stream).toList();
  }

  /** A process whose agent has left the file is not ended under its users: that is for the operator. */
  private void remark(BotId agent, LocalProcess run) {
    long pid = run.birth().pid();
    if (complaints.add(agent + " " + pid)) {
      LOG.warn(
          "{} is no longer configured, but its process {} runs until Reveille ends", agent, pid);
    }
  }

  private Sighting seen(BotId agent) {
    return look(agent).orElseGet(() -> Sighting.missing(agent, settings(agent), timers.nanos()));
  }

  /** Empty if the file gives it no command. */
  private Optional<Sighting> look(BotId agent) {
    long askedAt = timers.nanos();
    AgentSettings settings = settings(agent);
    if (settings.command().words().isEmpty()) {
      return Optional.empty();
    }
    if (settings.address().port().isEmpty()) {
      complain(agent, ProcessLauncher.noPort(agent));
    }
    Optional<LocalProcess> run = roll.find(agent);
    run.ifPresent(actions::noticeEnd);
    return Optional.of(sightings.of(agent, settings, run, askedAt));
  }

  private AgentSettings settings(BotId agent) {
    Resolved resolved = config.get().agents().settings(agent, Map.of());
    resolved.problems().forEach(problem -> complain(agent, problem));
    return resolved.settings();
  }

  private void complain(BotId agent, String text) {
    if (complaints.add(agent + " " + text)) {
      listeners.forEach(listener -> listener.misconfigured(agent.value(), text));
    }
  }

  private void onEnd(BotId agent) {
    worker.executeBlocking(() -> tellAndSave(agent), false).onFailure(fault -> {
      // after close() nobody listens any more, and the roll is written there
      if (!actions.closed()) {
        LOG.error("The end of {} could not be noted", agent, fault);
      }
    });
  }

  private boolean tellAndSave(BotId agent) {
    Sighting sighting = seen(agent);
    listeners.forEach(listener -> listener.seen(sighting));
    return saved();
  }

  private boolean saved() {
    actions.save();
    return true;
  }

  private Future<String> end(BotId agent, LocalProcess run) {
    Duration patience = settings(agent).stopTimeout();
    return actions.end(run, patience).onSuccess(problem -> {
      if (!problem.isEmpty()) {
        LOG.error("{} stays behind: {}", agent, problem);
      }
    });
  }
}

package io.reveille.runtime;

import io.reveille.core.AgentSettings;
import io.reveille.core.BotId;
import io.reveille.core.Sighting;
import io.reveille.core.Timers;
import io.reveille.runtime.LocalProcess.Birth;
import io.reveille.runtime.ProcessLauncher.Launch;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be done to a process. Each answer is a problem's text, empty when it is done or was so already.
 * What does not return a future blocks: only for a worker.
 */
final class ProcessActions {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessActions.class);

  private final WorkerExecutor worker;
  private final Timers timers;
  private final ProcessTable table;
  private final ProcessRoll roll;
  private final ProcessSignals signals;
  private final ProcessStop stop;
  private volatile boolean closed;

  ProcessActions(WorkerExecutor worker, Timers timers, ProcessTable table, ProcessRoll roll) {
    this.worker = worker;
    this.timers = timers;
    this.table = table;
    this.roll = roll;
    this.signals = new ProcessSignals(table);
    this.stop = new ProcessStop(worker, timers, table, signals);
  }

  /** One start at a time: two that meet would both find that nothing runs. */
  synchronized String start(BotId agent, AgentSettings settings, Consumer<BotId> onEnd) {
    if (closed) {
      return "Reveille is stopping.";
    }
    if (roll.find(agent).flatMap(LocalProcess::alive).isPresent()) {
      return "";
    }
    roll.starting(agent);
    save();
    Launch launch = ProcessLauncher.launch(agent, settings, roll);
    Optional<LocalProcess> run =
        launch.process().map(process -> LocalProcess.child(birth(process), process));
    roll.started(agent, run);
    save();
    run.ifPresent(process -> follow(agent, process, onEnd));
    return launch.problem();
  }

  String pause(Sighting target) {
    return onTarget(target, run -> {
      String problem = run.alive().map(signals::pause).orElse("");
      run.frozen(problem.isEmpty());
      return problem;
    });
  }

  String unpause(Sighting target) {
    return onTarget(target, run -> {
      String problem = run.alive().map(signals::resume).orElse("");
      run.frozen(!problem.isEmpty());
      return problem;
    });
  }

  Future<String> stop(Sighting target) {
    Optional<LocalProcess> run =
        roll.find(target.id()).filter(known -> known.alive().isPresent());
    if (run.isEmpty()) {
      return Future.succeededFuture("");
    }
    if (!run.get().birth().generation().equals(target.generation())) {
      return Future.succeededFuture(anotherRun(run.get()));
    }
    return end(run.get(), target.settings().stopTimeout());
  }

  /** Has {@code onEnd} called when the run is over. */
  void follow(BotId agent, LocalProcess run, Consumer<BotId> onEnd) {
    Future.fromCompletionStage(run.code())
        .onSuccess(code -> {
          run.ended(code, timers.wall());
          onEnd.accept(agent);
        })
        .onFailure(fault -> LOG.error("The end of {} was not told", agent, fault));
  }

  /** Notes an end that the kernel shows already and that is not told for some seconds yet. */
  void noticeEnd(LocalProcess run) {
    if (run.adopted() && run.alive().filter(table::isThere).isEmpty()) {
      run.ended(Optional.empty(), timers.wall());
    }
  }

  /** From now on nothing starts; who lives is in the answer. */
  synchronized Map<BotId, LocalProcess> closeDoor() {
    closed = true;
    return roll.runs().entrySet().stream()
        .filter(entry -> entry.getValue().alive().isPresent())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  boolean closed() {
    return closed;
  }

  Future<String> end(LocalProcess run, Duration patience) {
    return worker
        .executeBlocking(() -> dismiss(run), false)
        .compose(process ->
            process.isEmpty() ? Future.succeededFuture("") : stop.stop(process.get(), patience))
        .compose(problem ->
            problem.isEmpty() ? ended(run).map(problem) : Future.succeededFuture(problem));
  }

  /** A roll that cannot be written stops nobody: it only matters after a kill, and this is said. */
  void save() {
    try {
      roll.save();
    } catch (IOException fault) {
      LOG.error(
          "The roll of processes cannot be written; should Reveille be killed, they are not found again",
          fault);
    }
  }

  private Birth birth(Process process) {
    return new Birth(
        process.pid(),
        table.birthmark(process.pid()).orElse(""),
        timers.wall().truncatedTo(ChronoUnit.MILLIS));
  }

  private String onTarget(Sighting target, Function<LocalProcess, String> action) {
    Optional<LocalProcess> run = roll.find(target.id());
    if (run.flatMap(LocalProcess::alive).filter(table::isThere).isEmpty()) {
      return "its process has ended.";
    }
    return run.get().birth().generation().equals(target.generation())
        ? action.apply(run.get())
        : anotherRun(run.get());
  }

  private static String anotherRun(LocalProcess run) {
    return "it has been started anew since, as process " + run.birth().pid() + ".";
  }

  /** Noted down before the signal: should Reveille be killed in between, the end is no crash. */
  private Optional<ProcessHandle> dismiss(LocalProcess run) {
    run.dismiss();
    save();
    return run.alive();
  }

  private Future<Void> ended(LocalProcess run) {
    if (run.adopted()) {
      run.ended(Optional.empty(), timers.wall());
      return Future.succeededFuture();
    }
    return Future.fromCompletionStage(run.code())
        .onSuccess(code -> run.ended(code, timers.wall()))
        .mapEmpty();
  }
}

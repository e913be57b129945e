package io.reveille.runtime;

import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The end of a process and all that it has started: asked first, killed when that was too long ago. The process
 * itself is asked, and may end its children in its own way; those it leaves behind are asked when it has gone.
 */
final class ProcessStop {
  private static final Duration GLANCE = Duration.ofMillis(10);
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);

  private final WorkerExecutor worker;
  private final Timers timers;
  private final ProcessTable table;
  private final ProcessSignals signals;

  ProcessStop(WorkerExecutor worker, Timers timers, ProcessTable table, ProcessSignals signals) {
    this.worker = worker;
    this.timers = timers;
    this.table = table;
    this.signals = signals;
  }

  /** Empty when nobody of the family is left, else who and why. */
  Future<String> stop(ProcessHandle root, Duration patience) {
    return onWorker(() -> terminate(root))
        .compose(family -> leftAfter(patience, root, family))
        .compose(left -> left.isEmpty()
            ? Future.succeededFuture("")
            : onWorker(() -> kill(root, left))
                .compose(killed -> leftAfter(AFTER_KILL, root, killed))
                .map(ProcessStop::complaint));
  }

  private List<ProcessHandle> terminate(ProcessHandle root) {
    List<ProcessHandle> family = ProcessSignals.family(root);
    root.destroy();
    switch (table.activity(root.pid())) {
      case RUNS, GONE -> {}
      case STOPPED, UNKNOWN -> signals.resume(root); // frozen, it cannot do what it is asked to
    }
    return family;
  }

  private static List<ProcessHandle> kill(ProcessHandle root, List<ProcessHandle> left) {
    Set<ProcessHandle> all = new LinkedHashSet<>(left);
    all.addAll(ProcessSignals.family(root)); // what it started while it was asked to end
    all.forEach(ProcessHandle::destroyForcibly);
    return List.copyOf(all);
  }

  /** Those who are still there after {@code patience}; at once when nobody is. */
  private Future<List<ProcessHandle>> leftAfter(
      Duration patience, ProcessHandle root, List<ProcessHandle> family) {
    Promise<List<ProcessHandle>> over = Promise.promise();
    long until = timers.nanos() + patience.toNanos();
    look(new Watch(root, until, over), family);
    return over.future();
  }

  private record Watch(ProcessHandle root, long untilNanos, Promise<List<ProcessHandle>> over) {}

  /** Again and again. A chain of futures would grow with each look, and its end would overflow the stack. */
  private void look(Watch watch, List<ProcessHandle> family) {
    onWorker(() -> stillThere(watch.root(), family))
        .onSuccess(left -> {
          long rest = watch.untilNanos() - timers.nanos();
          if (left.isEmpty() || rest <= 0) {
            watch.over().complete(left);
          } else {
            long wait = Math.min(rest, GLANCE.toNanos());
            timers.after(Duration.ofNanos(wait), () -> look(watch, left));
          }
        })
        .onFailure(watch.over()::fail);
  }

  private List<ProcessHandle> stillThere(ProcessHandle root, List<ProcessHandle> family) {
    List<ProcessHandle> left = family.stream().filter(table::isThere).toList();
    boolean rootLeftJustNow = family.contains(root) && !left.contains(root);
    if (rootLeftJustNow) {
      left.forEach(ProcessHandle::destroy);
    }
    return left;
  }

  private static String complaint(List<ProcessHandle> left) {
    return left.isEmpty()
        ? ""
        : "process " + left.get(0).pid()
            + " does not end, not even by SIGKILL: it waits in the kernel."
            + " Look at the disk or network file system it uses.";
  }

  private <T> Future<T> onWorker(Callable<T> work) {
    return worker.executeBlocking(work, false);
  }
}

package io.reveille.runtime;

import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of one agent as a local process, from its start until the agent is started anew. Safe from any thread. */
final class LocalProcess {
  private final Birth birth;
  private final Optional<ProcessHandle> handle;
  private final boolean adopted;
  private final CompletionStage<Optional<Integer>> code;
  private final AtomicReference<@Nullable Exit> exit = new AtomicReference<>();
  private volatile boolean dismissed;
  private volatile boolean frozen;

  /**
   * What tells this run from every other.
   *
   * @param mark see {@link ProcessTable#birthmark}
   * @param at by the wall clock; only shown
   */
  record Birth(long pid, String mark, Instant at) {
    Generation generation() {
      return new Generation("process", pid + "@" + at);
    }
  }

  private LocalProcess(
      Birth birth,
      Optional<ProcessHandle> handle,
      boolean adopted,
      CompletionStage<Optional<Integer>> code) {
    this.birth = birth;
    this.handle = handle;
    this.adopted = adopted;
    this.code = code;
  }

  /** A child of ours: the system tells how it ends. */
  static LocalProcess child(Birth birth, Process process) {
    return new LocalProcess(
        birth,
        Optional.of(process.toHandle()),
        false,
        process.onExit().thenApply(over -> Optional.of(over.exitValue())));
  }

  /** One that an earlier Reveille started: the system tells when it ends, but not how. */
  static LocalProcess adopted(Birth birth, ProcessHandle handle, boolean dismissed) {
    LocalProcess process = new LocalProcess(
        birth, Optional.of(handle), true, handle.onExit().thenApply(gone -> Optional.empty()));
    process.dismissed = dismissed;
    return process;
  }

  /** One that has ended. */
  static LocalProcess past(Birth birth, Exit exit) {
    LocalProcess process = new LocalProcess(
        birth, Optional.empty(), true, CompletableFuture.completedStage(Optional.of(exit.code())));
    process.exit.set(exit);
    return process;
  }

  Birth birth() {
    return birth;
  }

  /** The living process; empty if it has ended. */
  Optional<ProcessHandle> alive() {
    return exit.get() == null ? handle : Optional.empty();
  }

  /** Whether it is no child of ours: then its end comes late and without a code. */
  boolean adopted() {
    return adopted;
  }

  /** The exit code when it ends; empty if the system does not tell. */
  CompletionStage<Optional<Integer>> code() {
    return code;
  }

  Optional<Exit> exit() {
    return Optional.ofNullable(exit.get());
  }

  /** Notes the end; only the first counts. */
  void ended(Optional<Integer> exitCode, Instant at) {
    Exit end = exitCode
        .map(told -> new Exit(told, false, dismissed, at))
        .orElseGet(() -> UnseenEnd.of(dismissed, false, at));
    exit.compareAndSet(null, end);
  }

  /** From now on its end is one that Reveille asked for. */
  void dismiss() {
    dismissed = true;
  }

  /** What was last done to it; counts only where the kernel does not tell. */
  boolean frozen() {
    return frozen;
  }

  void frozen(boolean is) {
    frozen = is;
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject()
        .put("pid", birth.pid())
        .put("mark", birth.mark())
        .put("startedAt", birth.at())
        .put("dismissed", dismissed);
    exit()
        .ifPresent(end -> json.put(
            "exit",
            new JsonObject()
                .put("code", end.code())
                .put("announced", end.announced())
                .put("at", end.at())));
    return json;
  }
}

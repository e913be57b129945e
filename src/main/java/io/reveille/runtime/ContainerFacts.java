package io.reveille.runtime;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one inspection of a container said, as far as Reveille cares.
 *
 * @param name without the slash that Docker puts before it
 * @param created the engine's own words; they sort by time
 * @param startedAt the engine's own words; empty if it never ran
 * @param takenAt when the question was sent
 */
record ContainerFacts(
    String id,
    String name,
    String image,
    String created,
    Map<String, String> labels,
    String status,
    String startedAt,
    Optional<Instant> finishedAt,
    int exitCode,
    boolean oomKilled,
    String health,
    Stopping stopping,
    String restartPolicy,
    Wiring wiring,
    long takenAt) {
  /** Go's zero time: Docker's way to say never. */
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private static final int DEFAULT_STOP_TIMEOUT = 10;

  /** How the container is set to be stopped. */
  record Stopping(int signal, Duration timeout) {}

  static ContainerFacts of(InspectContainerResponse answer, long takenAt) {
    ContainerConfig config = orElse(answer.getConfig(), new ContainerConfig());
    ContainerState state = answer.getState();
    String name = text(answer.getName());
    return new ContainerFacts(
        text(answer.getId()),
        name.startsWith("/") ? name.substring(1) : name,
        text(config.getImage()),
        text(answer.getCreated()),
        Map.copyOf(orElse(config.getLabels(), Map.of())),
        state == null ? "" : text(state.getStatus()),
        state == null ? "" : unlessNever(text(state.getStartedAt())),
        state == null ? Optional.empty() : instant(unlessNever(text(state.getFinishedAt()))),
        state == null || state.getExitCodeLong() == null
            ? 0
            : state.getExitCodeLong().intValue(),
        state != null && Boolean.TRUE.equals(state.getOOMKilled()),
        state == null || state.getHealth() == null ? "" : text(state.getHealth().getStatus()),
        stopping(answer.getRawValues().get("Config")),
        restartPolicy(answer.getHostConfig()),
        Wiring.of(config, answer.getNetworkSettings()),
        takenAt);
  }

  /** Whether a process of it exists or is about to again. */
  boolean lives() {
    return status.equals("running") || status.equals("paused") || status.equals("restarting");
  }

  /** The same container, thawed. */
  ContainerFacts running(long seenAt) {
    return new ContainerFacts(
        id,
        name,
        image,
        created,
        labels,
        "running",
        startedAt,
        finishedAt,
        exitCode,
        oomKilled,
        health,
        stopping,
        restartPolicy,
        wiring,
        seenAt);
  }

  /** The same container as its {@code die} event shows it, for while the engine holds back the inspection. */
  ContainerFacts died(int code, boolean oom, Instant at, long seenAt) {
    return new ContainerFacts(
        id,
        name,
        image,
        created,
        labels,
        "exited",
        startedAt,
        Optional.of(at),
        code,
        oom,
        health,
        stopping,
        restartPolicy,
        wiring,
        seenAt);
  }

  /** From the answer as it came: docker-java has no fields for these. */
  private static Stopping stopping(@Nullable Object rawConfig) {
    Map<?, ?> raw = rawConfig instanceof Map<?, ?> read ? read : Map.of();
    int seconds =
        raw.get("StopTimeout") instanceof Number set ? set.intValue() : DEFAULT_STOP_TIMEOUT;
    String signal = raw.get("StopSignal") instanceof String set ? set : "";
    return new Stopping(Signals.number(signal), Duration.ofSeconds(Math.max(0, seconds)));
  }

  private static String restartPolicy(@Nullable HostConfig host) {
    if (host == null || host.getRestartPolicy() == null) {
      return "no";
    }
    String name = text(host.getRestartPolicy().getName());
    return name.isEmpty() ? "no" : name;
  }

  private static String unlessNever(String time) {
    return time.equals(NEVER) ? "" : time;
  }

  private static Optional<Instant> instant(String time) {
    try {
      return time.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(time));
    } catch (DateTimeParseException strange) {
      return Optional.empty();
    }
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  private static <T> T orElse(@Nullable T given, T other) {
    return given == null ? other : given;
  }
}

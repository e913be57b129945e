package io.reveille.runtime;

import com.github.dockerjava.api.command.EventsCmd;
import com.github.dockerjava.api.model.Container;
import io.reveille.config.GatewayConfig;
import io.reveille.core.LogLine;
import io.reveille.core.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The calls of the engine that Reveille makes. Each fails with a {@link DockerFault} only. To be used from one context. */
final class DockerApi {
  private static final Duration SWIFT = Duration.ofSeconds(15);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  private final DockerLine line;
  private final Timers timers;

  DockerApi(Vertx vertx, Supplier<GatewayConfig> config, Timers timers) {
    // another one needs a restart: what runs is known by the engine that it was found on
    this.line = new DockerLine(vertx, config.get().docker().endpoint(), timers);
    this.timers = timers;
  }

  /** What they go over. */
  DockerLine line() {
    return line;
  }

  Future<Void> ping() {
    return line.call(
        Lane.WATCH, SWIFT, "GET _ping", link -> link.swift().pingCmd().exec());
  }

  /** What a socket proxy, or the engine, does not let us do. */
  Future<List<DockerCall>> missingRights() {
    return line.call(Lane.WATCH, SWIFT, "question for rights", DockerApi::missingRights);
  }

  private static List<DockerCall> missingRights(DockerConnection link) throws IOException {
    List<DockerCall> missing = new ArrayList<>();
    for (DockerCall call : DockerCall.values()) {
      if (call.canBeTried() && link.forbids(call)) {
        missing.add(call);
      }
    }
    return missing;
  }

  /** The IDs of all containers that carry the label, whatever their state. */
  Future<List<String>> labelled(String label) {
    return line.call(
        Lane.WATCH,
        SWIFT,
        "GET containers/json",
        link -> link
            .swift()
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(List.of(label))
            .exec()
            .stream()
            .map(Container::getId)
            .toList());
  }

  Future<ContainerFacts> inspect(String nameOrId) {
    return line.call(
        Lane.INSPECT,
        SWIFT,
        "GET containers/" + nameOrId + "/json",
        link -> inspect(link, nameOrId));
  }

  private ContainerFacts inspect(DockerConnection link, String nameOrId) {
    long asked = timers.nanos();
    return ContainerFacts.of(link.swift().inspectContainerCmd(nameOrId).exec(), asked);
  }

  Future<List<LogLine>> logs(String id, int tail) {
    return line.call(Lane.INSPECT, SWIFT, "GET containers/" + id + "/logs", link -> {
      try (ContainerOutput output = new ContainerOutput(tail)) {
        link.swift()
            .logContainerCmd(id)
            .withStdOut(true)
            .withStdErr(true)
            .withTail(tail)
            .withTimestamps(true)
            .exec(output)
            .awaitCompletion();
        return output.lines();
      }
    });
  }

  Future<Optional<Long>> memory(String id) {
    return line.call(
        Lane.MEASURE,
        SWIFT,
        "GET containers/" + id + "/stats",
        link -> MemoryReading.of(link.swift().statsCmd(id)));
  }

  Future<Void> pause(String id) {
    return line.call(
        Lane.FREEZE,
        SWIFT,
        "POST containers/" + id + "/pause",
        link -> link.swift().pauseContainerCmd(id).exec());
  }

  /**
   * Looks right behind it, on the same thread: somebody is waiting, and each change of threads costs. Not if an event
   * has told by then: nobody waits any more.
   */
  Future<Optional<Glance>> unpause(String id, Thaws.Thaw thaw) {
    return line.call(Lane.FREEZE, SWIFT, "POST containers/" + id + "/unpause", link -> {
      link.swift().unpauseContainerCmd(id).exec();
      long asked = timers.nanos();
      return thaw.isShown() ? Optional.empty() : Optional.of(Glance.at(link.inspection(id), asked));
    });
  }

  Future<Void> start(String id) {
    return line.call(
        Lane.START,
        START,
        "POST containers/" + id + "/start",
        link -> link.slow().startContainerCmd(id).exec());
  }

  /** {@code grace} is from the stop signal to the kill. */
  Future<Void> stop(String id, Duration grace) {
    int seconds =
        Math.toIntExact(Math.min(Integer.MAX_VALUE, grace.plusMillis(999).toSeconds()));
    return line.call(
        Lane.STOP,
        grace.plus(STOP_GRACE),
        "POST containers/" + id + "/stop",
        link -> link.slow().stopContainerCmd(id).withTimeout(seconds).exec());
  }

  /** Opens the event stream; {@code since} repeats what happened from then on, inclusive. */
  Future<Void> events(List<String> actions, Optional<String> since, EventStream into) {
    return line.call(Lane.WATCH, SWIFT, "GET events", link -> {
          EventsCmd command = link.stream()
              .eventsCmd()
              .withEventTypeFilter("container")
              .withEventFilter(actions.toArray(new String[0]));
          since.ifPresent(command::withSince);
          return command.exec(into);
        })
        .mapEmpty();
  }
}

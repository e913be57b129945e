package io.reveille.runtime;

import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Timers;
import io.reveille.runtime.DockerFault.Kind;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries an operation out on one container, and looks afterwards: the call's own answer proves little (F1 to F3, F24).
 * Only an unpause that an event tells of needs no look.
 */
final class DockerOperations {
  private static final Logger log = LoggerFactory.getLogger(DockerOperations.class);

  /** A pause right behind an unpause can leave the engine in the belief that nothing is paused (F1). */
  private static final Duration UNPAUSE_TO_PAUSE = Duration.ofMillis(50);

  private static final Duration FIRST_UNPAUSE_RETRY = Duration.ofMillis(10);
  private static final int UNPAUSE_RETRIES = 4;
  private static final Duration FIRST_LOOK_RETRY = Duration.ofMillis(100);
  private static final Duration LOOK_RETRIES_FOR = Duration.ofSeconds(10);

  private final Desk desk;
  private final Timers timers;
  private final Map<String, Long> unpausedAt = new HashMap<>();

  DockerOperations(Desk desk, Timers timers) {
    this.desk = desk;
    this.timers = timers;
  }

  Future<Outcome> perform(Operation operation, Sighting target) {
    String container = target.generation().instance();
    if (container.isEmpty()) {
      return Future.succeededFuture(new Outcome(
          Sighting.missing(target.id(), target.settings(), timers.nanos()), "No such container"));
    }
    desk.takeInHand(container);
    return carryOut(operation, container, target)
        .onComplete(answered -> desk.letGo(container))
        .transform(answer -> outcome(operation, target, answer));
  }

  /** Completes with what the call itself has seen, if it has looked. */
  private Future<Optional<ContainerFacts>> carryOut(
      Operation operation, String container, Sighting target) {
    return switch (operation) {
      case UNPAUSE -> thaw(container);
      case START -> desk.api().start(container).map(Optional.empty());
      case PAUSE -> pause(container).map(Optional.empty());
      case STOP ->
        desk.api().stop(container, target.settings().stopTimeout()).map(Optional.empty());
    };
  }

  /** By whatever shows it first, an event or the answer; what the answer says afterwards is seen to here. */
  private Future<Optional<ContainerFacts>> thaw(String container) {
    Thaws.Thaw thaw = desk.thaws().begin(container);
    Promise<Optional<ContainerFacts>> thawed = Promise.promise();
    thaw.shown().onSuccess(at -> {
      unpausedAt.put(container, at);
      thawed.complete(desk.roster().facts(container).map(known -> known.running(at)));
    });
    unpause(container, thaw, 0).onComplete(answer -> {
      desk.thaws().end(container, thaw);
      if (answer.succeeded()) {
        thawed.tryComplete(answer.result().flatMap(seen -> thawed(container, seen)));
      } else if (!thawed.tryFail(answer.cause())) {
        log.warn(
            "{} told of the unpause of container {}, but answered the call with: {}",
            desk.api().line().endpoint(),
            container,
            answer.cause().getMessage());
      }
    });
    return thawed.future();
  }

  /** Somebody waits: what was found out of the frozen one is not found out again. */
  private Outcome thawed(Sighting target, ContainerFacts facts) {
    desk.roster().renew(facts);
    Sighting now = target.status() == Sighting.Status.PAUSED
        ? target.thawed(facts.status(), facts.takenAt())
        : desk.sightings().of(target.id(), facts);
    return new Outcome(now, "");
  }

  /** Nothing, if it is not as before: then all of it must be looked at. */
  private Optional<ContainerFacts> thawed(String container, Glance seen) {
    return desk.roster()
        .facts(container)
        .filter(seen::showsRunning)
        .map(known -> known.running(seen.takenAt()));
  }

  /** 500 "is not paused" may be said of a container that is frozen: the engine's own view may lag (F1). */
  private Future<Optional<Glance>> unpause(String container, Thaws.Thaw thaw, int attempt) {
    return desk.api()
        .unpause(container, thaw)
        .onSuccess(done -> unpausedAt.put(container, timers.nanos()))
        .recover(cause -> {
          boolean maybeFrozen = cause instanceof DockerFault fault
              && fault.kind() == Kind.REFUSED
              && fault.text().contains("is not paused");
          return maybeFrozen && attempt < UNPAUSE_RETRIES
              ? delay(FIRST_UNPAUSE_RETRY.multipliedBy(1L << attempt))
                  .compose(later -> unpause(container, thaw, attempt + 1))
              : Future.failedFuture(cause);
        });
  }

  private Future<Void> pause(String container) {
    unpausedAt.values().removeIf(at -> timers.nanos() - at > UNPAUSE_TO_PAUSE.toNanos());
    Long at = unpausedAt.get(container);
    Duration wait = at == null ? Duration.ZERO : UNPAUSE_TO_PAUSE.minusNanos(timers.nanos() - at);
    return wait.isZero() || wait.isNegative()
        ? desk.api().pause(container)
        : delay(wait).compose(later -> desk.api().pause(container));
  }

  private Future<Outcome> outcome(
      Operation operation, Sighting target, AsyncResult<Optional<ContainerFacts>> answer) {
    String container = target.generation().instance();
    Optional<DockerFault> fault = Optional.ofNullable(answer.cause())
        .map(cause -> DockerFault.of(cause, operation.word(), desk.api().line().endpoint()));
    if (fault.isEmpty() && answer.result().isPresent()) {
      return Future.succeededFuture(thawed(target, answer.result().get()));
    }
    return look(container, FIRST_LOOK_RETRY, timers.nanos())
        .map(facts -> {
          desk.note(facts);
          Sighting now = desk.sightings().of(target.id(), facts);
          return new Outcome(now, isAsAsked(operation, now) ? "" : problem(fault));
        })
        .recover(cause -> {
          boolean gone =
              cause instanceof DockerFault lookFault && lookFault.kind() == Kind.NO_SUCH_CONTAINER;
          return gone
              ? Future.succeededFuture(new Outcome(
                  desk.sightings().missing(target.id(), timers.nanos()),
                  String.valueOf(cause.getMessage())))
              : Future.failedFuture(cause);
        });
  }

  /** An unknown outcome is looked into for a while: nothing is repeated and nothing guessed. */
  private Future<ContainerFacts> look(String container, Duration retryAfter, long since) {
    return desk.api().inspect(container).recover(cause -> {
      boolean again = cause instanceof DockerFault fault
          && fault.leavesUnknown()
          && timers.nanos() - since + retryAfter.toNanos() < LOOK_RETRIES_FOR.toNanos();
      return again
          ? delay(retryAfter).compose(later -> look(container, retryAfter.multipliedBy(2), since))
          : Future.failedFuture(cause);
    });
  }

  /** Whoever did it, and whatever the call's own answer was (F24). */
  private static boolean isAsAsked(Operation operation, Sighting now) {
    return switch (operation) {
      case UNPAUSE, START -> now.status() == Sighting.Status.RUNNING;
      case PAUSE -> now.status() == Sighting.Status.PAUSED;
      case STOP ->
        now.status() == Sighting.Status.EXITED || now.status() == Sighting.Status.CREATED;
    };
  }

  private static String problem(Optional<DockerFault> fault) {
    return fault
        .filter(known -> known.kind() != Kind.NOT_MODIFIED)
        .map(known -> known.text())
        .orElse("");
  }

  private Future<Void> delay(Duration time) {
    Promise<Void> over = Promise.promise();
    timers.after(time, over::complete);
    return over.future();
  }
}

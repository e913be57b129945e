package io.reveille.lifecycle;

import io.reveille.core.AgentRuntime.Outcome;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out operations on one agent, one at a time, and always learns what came of them: an answer that got lost is
 * asked for by inspecting, never by repeating. What is seen of the agent meanwhile is put off until then.
 */
final class Hands {
  private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
  private static final Duration FIRST_LOOK_AGAIN = Duration.ofMillis(250);
  private static final Duration LAST_LOOK_AGAIN = Duration.ofSeconds(10);

  private final Ports ports;
  private final Consumer<Sighting> putOff;
  private final Supplier<String> step;
  private Future<Void> tail = Future.succeededFuture();
  private int underWay;
  private Optional<Sighting> meanwhile = Optional.empty();

  /**
   * @param putOff gets the newest sighting that was put off, once nothing is under way any more
   * @param step the ID of the wake or sleep that is under way, for the log
   */
  Hands(Ports ports, Consumer<Sighting> putOff, Supplier<String> step) {
    this.ports = ports;
    this.putOff = putOff;
    this.step = step;
  }

  boolean areBusy() {
    return underWay > 0;
  }

  /** Completes when all that is under way now has ended. */
  Future<Void> free() {
    return tail.otherwiseEmpty();
  }

  /** Remembers the newest of what is seen while an operation is under way. */
  void putOff(Sighting sighting) {
    if (meanwhile.map(known -> known.takenAt() < sighting.takenAt()).orElse(true)) {
      meanwhile = Optional.of(sighting);
    }
  }

  /**
   * Completes with what is so after the operation; never fails.
   *
   * @param target asked when the turn comes, so that it is the newest known
   */
  Future<Outcome> perform(Operation operation, Supplier<Sighting> target) {
    underWay++;
    Promise<Outcome> told = Promise.promise();
    tail = tail.otherwiseEmpty()
        .compose(free -> carryOut(operation, target.get()))
        .map(outcome -> {
          underWay--;
          told.complete(outcome);
          lookBack(outcome.sighting());
          return null;
        });
    return told.future();
  }

  private Future<Outcome> carryOut(Operation operation, Sighting target) {
    return ports.runtime().perform(operation, target).recover(fault -> {
      LOG.atWarn()
          .addKeyValue(operation.wakes() ? "wake" : "sleep", step.get())
          .log(
              "{}: what came of {} is unknown, looking: {}",
              target.id(),
              operation.word(),
              fault.getMessage());
      Promise<Outcome> known = Promise.promise();
      look(target, FIRST_LOOK_AGAIN, known, String.valueOf(fault.getMessage()));
      return known.future();
    });
  }

  private void look(Sighting target, Duration again, Promise<Outcome> known, String problem) {
    ports
        .runtime()
        .inspect(target.id())
        .onSuccess(sighting -> known.complete(new Outcome(sighting, problem)))
        .onFailure(fault ->
            ports.timers().after(again, () -> look(target, longer(again), known, problem)));
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LAST_LOOK_AGAIN) < 0 ? twice : LAST_LOOK_AGAIN;
  }

  private void lookBack(Sighting answer) {
    if (underWay == 0 && meanwhile.isPresent()) {
      Sighting sighting = meanwhile.get();
      meanwhile = Optional.empty();
      if (sighting.takenAt() > answer.takenAt()) {
        putOff.accept(sighting);
      }
    }
  }
}

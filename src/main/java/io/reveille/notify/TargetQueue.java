package io.reveille.notify;

import io.reveille.core.Letter;
import io.reveille.core.Letter.Waiting;
import io.reveille.core.Outbox;
import io.reveille.core.Timers;
import io.reveille.notify.Target.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts for one target, one after the other in their order, and each until the target has it. What is new is a
 * reason to try at once again; the oldest goes first even then. All on one event loop.
 */
final class TargetQueue {
  private static final Logger LOG = LoggerFactory.getLogger(TargetQueue.class);
  private static final List<Duration> WAITS = List.of(
      Duration.ofSeconds(5),
      Duration.ofSeconds(30),
      Duration.ofMinutes(2),
      Duration.ofMinutes(10),
      Duration.ofHours(1));
  private static final Duration SHORTEST_WAIT = WAITS.get(0);
  /** The wall clock may have been set back meanwhile. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  private final Address address;
  private final Outbox outbox;
  private final Timers timers;
  private final DeliveryReports reports;
  private State state = State.RESTING;
  private boolean eager;
  private long notBefore = Long.MIN_VALUE;
  private Optional<String> taken = Optional.empty();
  private boolean failing;
  private boolean complained;
  private Timers.Timer timer = () -> {};
  private Promise<Void> rested = Promise.promise();

  private enum State {
    /** Nothing to do, or nothing yet. */
    RESTING,
    BUSY,
    /** The target does not exist any more. */
    OFF,
    CLOSED
  }

  /** @param setting tells whether it is still the same target after a change of the configuration */
  record Address(String name, Target target, String setting) {}

  TargetQueue(Address address, Outbox outbox, Timers timers, DeliveryReports reports) {
    this.address = address;
    this.outbox = outbox;
    this.timers = timers;
    this.reports = reports;
  }

  Address address() {
    return address;
  }

  /** It said before that it does not exist any more. */
  void switchedOff() {
    state = State.OFF;
  }

  /** There is something new, or a reason to hope. */
  void poke() {
    eager = true;
    look();
  }

  /** Nothing more is begun. Completes when what is under way has come to its end. */
  Future<Void> close() {
    timer.cancel();
    boolean busy = state == State.BUSY;
    state = State.CLOSED;
    return busy ? rested.future() : Future.succeededFuture();
  }

  private void look() {
    if (state == State.RESTING) {
      state = State.BUSY;
      timer.cancel();
      outbox
          .next(address.name(), timers.wall())
          .compose(this::serve)
          .onSuccess(wait -> {
            complained = false;
            rest(wait);
          })
          .onFailure(fault -> {
            complain(fault);
            rest(Optional.of(SHORTEST_WAIT));
          });
    }
  }

  private void complain(Throwable fault) {
    if (!complained) {
      LOG.error("The alerts for {} cannot be read or kept", address.name(), fault);
    }
    complained = true;
  }

  /** Completes with the time until the next look; empty: only when something new comes. */
  private Future<Optional<Duration>> serve(Optional<Letter> next) {
    if (next.isEmpty()) {
      eager = false;
      return Future.succeededFuture(Optional.empty());
    }
    Letter letter = next.get();
    Duration wait = waitFor(letter);
    if (!wait.isZero()) {
      eager = eager && letter.waiting() == Waiting.TARGET;
      return Future.succeededFuture(Optional.of(wait));
    }
    return send(letter).map(Optional::of);
  }

  private Duration waitFor(Letter letter) {
    boolean hopeful = eager && letter.waiting() == Waiting.TARGET;
    Duration due = letter.waiting() == Waiting.NEW || hopeful
        ? Duration.ZERO
        : Duration.between(timers.wall(), letter.due());
    Duration rest =
        notBefore == Long.MIN_VALUE ? Duration.ZERO : Duration.ofNanos(notBefore - timers.nanos());
    return shorter(LONGEST_WAIT, longer(Duration.ZERO, longer(due, rest)));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Future<Duration> send(Letter letter) {
    if (taken.equals(Optional.of(letter.id()))) {
      return isTaken(letter); // it was delivered, only that could not be written down
    }
    eager = false;
    return address
        .target()
        .send(letter)
        .otherwise(fault -> {
          LOG.error("An alert for {} cannot be put into words", address.name(), fault);
          return new Answer(
              Target.Result.NOT_THIS, 0, "a fault of Reveille's own", Optional.empty());
        })
        .compose(answer -> switch (answer.result()) {
          case TAKEN -> {
            boolean hadFailed = failing || letter.attempts() > 0;
            failing = false;
            notBefore = Long.MIN_VALUE;
            taken = Optional.of(letter.id());
            reports.sent(letter, timers.wall(), hadFailed);
            yield isTaken(letter);
          }
          case NOT_NOW -> isNotTaken(letter, answer, Waiting.TARGET);
          case NOT_THIS -> isNotTaken(letter, answer, Waiting.LETTER);
          case GONE ->
            isNotTaken(letter, answer, Waiting.TARGET)
                .compose(
                    wait -> outbox.switchOff(address.name(), address.setting()).map(wait))
                .onComplete(done -> isGone());
        });
  }

  private Future<Duration> isTaken(Letter letter) {
    return outbox.delivered(letter, timers.wall()).map(Duration.ZERO);
  }

  private Future<Duration> isNotTaken(Letter letter, Answer answer, Waiting why) {
    if (!failing && letter.attempts() == 0) {
      reports.failed(letter, timers.wall(), answer.words());
    }
    Duration wait = answer.retryAfter().orElseGet(() -> waitAfter(letter.attempts()));
    Instant next = timers.wall().plus(wait);
    if (why == Waiting.LETTER) {
      return outbox
          .postpone(letter, why, next, answer.words())
          .map(Duration.ZERO); // the others need not wait
    }
    failing = true;
    notBefore = timers.nanos() + shorter(wait, SHORTEST_WAIT).toNanos();
    Waiting reason = answer.retryAfter().isPresent() ? Waiting.ASKED : why;
    return outbox.postpone(letter, reason, next, answer.words()).map(wait);
  }

  private static Duration waitAfter(int attempts) {
    return WAITS.get(Math.min(attempts, WAITS.size() - 1));
  }

  private void isGone() {
    LOG.error(
        "{} says that it does not exist any more: nothing is sent there until alerts.targets.{} changes",
        address.name(),
        address.name());
    if (state != State.CLOSED) {
      state = State.OFF;
    }
  }

  private void rest(Optional<Duration> wait) {
    Promise<Void> over = rested;
    rested = Promise.promise();
    over.complete();
    if (state == State.BUSY) {
      state = State.RESTING;
      if (eager && notBefore <= timers.nanos()) {
        look();
      } else {
        timer = wait.map(time -> timers.after(time, this::look)).orElse(() -> {});
      }
    }
  }
}

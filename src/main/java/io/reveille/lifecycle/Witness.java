package io.reveille.lifecycle;

import io.reveille.core.Agent.Event;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentRecord;
import io.reveille.core.Exit;
import io.reveille.core.Generation;
import io.reveille.core.Intent;
import io.reveille.core.Operation;
import io.reveille.core.Sighting;
import io.reveille.core.Sighting.Status;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Judges what a sighting means for one agent: whether it is news at all, whether what runs is known to answer, and
 * whether an exit was asked for. An exit is booked once per generation, whichever of event, list and the answer
 * of an operation shows it first.
 */
final class Witness {
  /** How much longer than the stop timeout a stop may take. */
  private static final Duration STOP_GRACE = Duration.ofSeconds(10);

  private Sighting last;
  private Generation ready = Generation.NONE;
  private Generation probing = Generation.NONE;
  private Generation booked = Generation.NONE;
  private Optional<Intent> stop = Optional.empty();
  private Optional<Exit> lastExit = Optional.empty();

  Witness(Sighting first) {
    this.last = first;
  }

  /** Takes up what an earlier Reveille knew. */
  void recall(AgentRecord record, Optional<Intent> intent) {
    lastExit = record.lastExit();
    switch (record.state()) {
      case RUNNING, IDLE, PAUSED -> ready = record.generation();
      // nothing is certain of what ran then; an exit that was booked is known by its moment
      case CREATED, STARTING, STOPPED, CRASHED, RESTARTING, FAILED, MISSING -> {}
    }
    intent.filter(one -> one.operation() == Operation.STOP).ifPresent(this::asked);
  }

  /** What an earlier Reveille left, in the light of what is so now; nothing if the agent is as it was. */
  Optional<Event> judgeFirst(State state, boolean knownBefore) {
    if (last.status() == Status.PAUSED && !knownBefore) {
      ready = last.generation(); // whoever paused it had it running: it was listening already
    }
    if (last.status() != Status.EXITED) {
      return judge(last);
    }
    if (knownBefore && !isBooked(last)) {
      return judge(last);
    }
    book(last);
    return switch (state) {
      case CRASHED, RESTARTING, FAILED, STOPPED -> Optional.empty();
      case CREATED, STARTING, RUNNING, IDLE, PAUSED, MISSING -> Optional.of(Event.ENDED);
    };
  }

  /** Nothing, if the sighting is older than what is known or says the same. */
  Optional<Event> judge(Sighting sighting) {
    if (isStale(sighting)) {
      return Optional.empty();
    }
    last = sighting;
    return switch (sighting.status()) {
      case MISSING -> Optional.of(Event.REMOVED);
      case CREATED -> Optional.of(Event.FOUND);
      case PAUSED -> Optional.of(Event.FROZEN);
      case RUNNING -> running(sighting.generation());
      // the runtime's own restart policy is at work: it comes up by itself, and must answer before
      // it counts
      case RESTARTING -> Optional.of(Event.UP);
      case EXITED -> exited(sighting);
    };
  }

  /** Nobody can be seen alive after their exit was booked, and an exit of the present generation is never too old. */
  private boolean isStale(Sighting sighting) {
    boolean alive = sighting.status() == Status.RUNNING || sighting.status() == Status.PAUSED;
    if (alive && sighting.generation().equals(booked)) {
      return true;
    }
    boolean presentExit =
        sighting.status() == Status.EXITED && sighting.generation().equals(last.generation());
    return !presentExit && sighting.takenAt() < last.takenAt();
  }

  private Optional<Event> running(Generation generation) {
    if (generation.equals(probing)) {
      return Optional.empty();
    }
    if (generation.equals(ready)) {
      return Optional.of(Event.THAWED);
    }
    return Optional.of(Event.UP);
  }

  private Optional<Event> exited(Sighting sighting) {
    if (isBooked(sighting)) {
      return Optional.empty();
    }
    boolean crash =
        sighting.exit().map(exit -> exit.isCrash(isAskedFor(sighting, exit))).orElse(false);
    book(sighting);
    return Optional.of(crash ? Event.DIED : Event.ENDED);
  }

  /** A stop that was asked for by a Reveille since killed may never have been begun: it excuses no later exit. */
  private boolean isAskedFor(Sighting sighting, Exit exit) {
    Duration within = sighting.settings().stopTimeout().plus(STOP_GRACE);
    return stop.filter(intent -> isAimedAt(intent, sighting.generation(), exit))
        .filter(intent -> exit.at().isBefore(intent.at().plus(within)))
        .isPresent();
  }

  /** A stop ends whatever runs in the container by then, also a run that somebody has begun meanwhile. */
  private static boolean isAimedAt(Intent intent, Generation run, Exit exit) {
    boolean sameInstance = intent.generation().instance().equals(run.instance());
    return intent.generation().equals(run) || (sameInstance && !exit.at().isBefore(intent.at()));
  }

  private boolean isBooked(Sighting sighting) {
    return sighting.generation().equals(booked)
        || (lastExit.isPresent()
            && sighting.exit().isPresent()
            && moment(lastExit.get()).equals(moment(sighting.exit().get())));
  }

  /** In milliseconds, as the journal keeps it. */
  private static java.time.Instant moment(Exit exit) {
    return exit.at().truncatedTo(ChronoUnit.MILLIS);
  }

  private void book(Sighting sighting) {
    booked = sighting.generation();
    lastExit = sighting.exit().or(() -> lastExit);
    stop = Optional.empty();
  }

  /** A wake found it dead though it was shown as paused: no crash of this run, the wake goes on. */
  void foundDead(Sighting sighting) {
    last = sighting;
    book(sighting);
  }

  /** Whether the same run was seen in the same status before. */
  boolean knows(Sighting sighting) {
    return sighting.status() == last.status()
        && sighting.generation().equals(last.generation())
        && sighting.settings().equals(last.settings());
  }

  /** Seen as could be expected: no event, and no news if what is known is newer. */
  void isStillSo(Sighting sighting) {
    if (!isStale(sighting)) {
      last = sighting;
    }
  }

  /** What an operation showed and its caller deals with itself. */
  void accept(Sighting sighting) {
    last = sighting;
  }

  /** A stop or pause that was overtaken has been answered: an exit is that stop's, and it excuses no later one. */
  void acceptEnd(Sighting sighting, Intent intent) {
    last = sighting;
    if (sighting.exit().filter(exit -> isAskedFor(sighting, exit)).isPresent()) {
      book(sighting);
    }
    stop = stop.filter(other -> !other.equals(intent));
  }

  void asked(Intent intent) {
    stop = Optional.of(intent);
  }

  /** The stop has been answered: whatever ends it from now on, it is not that. */
  void askedNoMore() {
    stop = Optional.empty();
  }

  void isProbed(Generation generation) {
    probing = generation;
  }

  void isProbedNoMore() {
    probing = Generation.NONE;
  }

  void answers(Generation generation) {
    ready = generation;
  }

  boolean isKnownToAnswer(Generation generation) {
    return generation.equals(ready);
  }

  Sighting last() {
    return last;
  }

  Optional<Exit> lastExit() {
    return lastExit;
  }
}

package io.reveille.lifecycle;

import io.reveille.core.AgentRecord;
import io.reveille.core.Cause;
import io.reveille.core.Transition;
import java.time.Instant;

/** Why one agent is where it is, since when, and what people are told of it. */
final class Reasons {
  private Cause cause = Cause.RECONCILE;
  private Instant since;
  private String trouble = "";
  private boolean force;

  Reasons(Instant now) {
    this.since = now;
  }

  /** As an earlier Reveille wrote it down. */
  void restore(AgentRecord record) {
    cause = record.cause();
    // the wall clock may be set back
    since = record.since().isAfter(since) ? since : record.since();
  }

  void entered(Transition transition) {
    cause = transition.cause();
    since = transition.at();
  }

  /** What an earlier wake or sleep left behind explains nothing of this one. */
  void beginAnew() {
    trouble = "";
    force = false;
  }

  /** Why it is not awake, or not asleep, for people; empty if there is nothing to say. */
  void note(String reason) {
    trouble = reason;
  }

  /** @param evenInUse whether an operation may also take it from those who use it now */
  void force(boolean evenInUse) {
    force = evenInUse;
  }

  Cause cause() {
    return cause;
  }

  Instant since() {
    return since;
  }

  String trouble() {
    return trouble;
  }

  boolean isForced() {
    return force;
  }
}

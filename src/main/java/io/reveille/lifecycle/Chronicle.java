package io.reveille.lifecycle;

import io.reveille.bus.GatewayMessage.AgentEvent;
import io.reveille.core.Agent.State;
import io.reveille.core.Cause;
import io.reveille.core.Intent;
import io.reveille.core.Notice;
import io.reveille.core.Transition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens to one agent, for those who were not there: first written down, then told to everybody. */
final class Chronicle {
  private static final Duration BEHIND_A_WAKE = Duration.ofMillis(100);

  private final AgentKeeper keeper;
  private final Diary diary;
  private boolean recovering;

  Chronicle(AgentKeeper keeper) {
    this.keeper = keeper;
    this.diary = new Diary(keeper.ports().journal());
  }

  void entered(Transition transition) {
    List<AgentEvent> events = new ArrayList<>(LifeEvents.of(keeper, transition));
    events.addAll(whatBecameOfIt(transition));
    write(transition, keeper.ports().alerts().about(events));
    events.forEach(keeper.neighbours()::publish);
    boolean reset = transition.cause() == Cause.ADMIN;
    recovering = transition.to() == State.STARTING && isDown(transition.from()) && !reset;
  }

  private void write(Transition transition, List<Notice> notices) {
    if (isPartOfAWake(transition)) {
      diary.note(transition, keeper.facts().record(), notices);
      keeper.ports().timers().after(BEHIND_A_WAKE, diary::catchUp);
    } else if (isWorthWriting(transition)) {
      diary.record(transition, keeper.facts().record(), notices);
    } else {
      diary.post(notices);
    }
  }

  /** What only the way to a state tells, not the state. */
  private List<AgentEvent> whatBecameOfIt(Transition transition) {
    State from = transition.from();
    if (transition.to() == State.RUNNING && (recovering || from == State.RESTARTING)) {
      return List.of(LifeEvents.recovered(keeper, transition));
    }
    // a wake that was given up has been told of already, and has left its reason
    boolean byItself = keeper.reasons().trouble().isEmpty();
    if (from == State.STARTING && transition.to() == State.STOPPED && byItself) {
      return List.of(LifeEvents.endedInItsWake(keeper));
    }
    return List.of();
  }

  private static boolean isDown(State state) {
    return state == State.RESTARTING || state == State.FAILED;
  }

  /**
   * Somebody waits, and the engine needs the processor: the disk can wait. A Reveille that is killed before finds the
   * agent awake and adopts it.
   */
  private static boolean isPartOfAWake(Transition transition) {
    return transition.to() == State.STARTING || transition.to() == State.RUNNING;
  }

  /** That an agent exists and never ran is found out again at each start. */
  private static boolean isWorthWriting(Transition transition) {
    return transition.from() != State.MISSING || transition.to() != State.CREATED;
  }

  /** It happened, but the agent is in the state that it was in. */
  void told(AgentEvent event) {
    diary.post(keeper.ports().alerts().about(List.of(event)));
    keeper.neighbours().publish(event);
  }

  /** Fails if it could not be written down, and then nothing may be done. */
  Future<Void> intend(Intent intent) {
    return diary.intend(intent);
  }

  /** Completes when everything that is under way has been written, or could not be. */
  Future<Void> written() {
    diary.catchUp();
    return diary.written();
  }

  /** Writes what could not be written before. */
  void catchUp() {
    diary.catchUp();
  }
}

package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** What stands in front of one agent: the gate, those who wait at it, and where in the chat people see them wait. */
record Route(Gate gate, HeldRequests held, ChatPlaces places) {
  /** Waits for the agent, before the eyes of those in the chat. See {@link HeldRequests#hold}. */
  Optional<Runnable> hold(HeldRequests.Waiting waiting, Duration patience) {
    waiting.place().ifPresent(place -> places.waits(gate.view(), place, patience));
    return held.hold(waiting, patience);
  }

  /** Has the agent woken without waiting for it. */
  Future<WakeReply> wake(Optional<ChatPlace> place, Duration patience) {
    place.ifPresent(known -> places.waits(gate.view(), known, patience));
    return held.wake(patience, place);
  }
}

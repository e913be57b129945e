package io.reveille.proxy;

import io.reveille.bus.GatewayMessage.ChatPlace;
import io.reveille.bus.GatewayMessage.Wake;
import io.reveille.bus.GatewayMessage.WakeReply;
import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.AgentView;
import io.reveille.core.Timers;
import io.reveille.core.Timers.Timer;
import io.reveille.core.Traffic.HoldEnd;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for one agent, in the order of their arrival, whatever event loop they came in on. One wake is
 * asked for however many wait. When it is answered, they are let through one behind the other, each counted into
 * the gate before the next is looked at; or each is told why not.
 *
 * <p>Safe from any thread, without a lock. The order that keeps a request from being forgotten: it is put into
 * the queue <em>before</em> {@code asking} is read, and {@code asking} is cleared <em>before</em> the queue is read.
 */
final class HeldRequests {
  private static final Logger LOG = LoggerFactory.getLogger(HeldRequests.class);
  private final Gate gate;
  private final Limits limits;
  private final Timers timers;
  private final Function<Wake, Future<WakeReply>> waker;
  private final Queue<Held> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean asking = new AtomicBoolean();
  private final AtomicInteger releasing = new AtomicInteger();

  /** A request that is held. Called on any thread; exactly one of the two is called, once, unless it left before. */
  interface Waiting {
    /**
     * It is this one's turn, and it has been counted into the gate.
     *
     * @return completes when its head has been sent to the agent, or cannot be: then the next one's turn comes
     */
    Future<Void> proceed(AgentView view);

    /** It does not get through, and why. */
    void refuse(WakeReply reply);

    /** Where its message stands in a chat. */
    Optional<ChatPlace> place();
  }

  /** How many may wait, for this agent and in all; asked each time, for the configuration may change. */
  record Limits(IntSupplier perAgent, IntSupplier inAll, AtomicInteger waitingInAll) {}

  HeldRequests(Gate gate, Limits limits, Timers timers, Function<Wake, Future<WakeReply>> waker) {
    this.gate = gate;
    this.limits = limits;
    this.timers = timers;
    this.waker = waker;
  }

  /**
   * Holds {@code request} and sees to it that the agent is woken.
   *
   * @param patience after this it is refused as {@code STILL_WAKING}
   * @return what is called when the client has gone; empty if too many wait already
   */
  Optional<Runnable> hold(Waiting request, Duration patience) {
    if (!gate.queue(limits.perAgent().getAsInt())) {
      return Optional.empty();
    }
    if (limits.waitingInAll().incrementAndGet() > limits.inAll().getAsInt()) {
      limits.waitingInAll().decrementAndGet();
      gate.unqueue();
      return Optional.empty();
    }
    Held held = new Held(request, timers.nanos() + patience.toNanos());
    held.deadline = timers.after(patience, () -> held.refuse(stillWaking()));
    queue.add(held);
    ask();
    return Optional.of(held::leave);
  }

  /** Has the agent woken without anybody waiting for it. */
  Future<WakeReply> wake(Duration patience, Optional<ChatPlace> place) {
    return waker.apply(new Wake(gate.view().id(), patience, place));
  }

  /** Refuses everybody: the agent is gone. */
  void refuseAll(WakeReply reply) {
    queue.forEach(held -> held.refuse(reply));
  }

  private void ask() {
    if (!asking.compareAndSet(false, true)) {
      return; // whoever asked will find this request in the queue
    }
    Optional<Held> first = Optional.ofNullable(queue.peek());
    if (first.isEmpty()) {
      asking.set(false);
      if (!queue.isEmpty()) {
        ask();
      }
      return;
    }
    wake(longestPatience(), first.get().request.place()).onComplete(this::settle);
  }

  private void settle(AsyncResult<WakeReply> answer) {
    asking.set(false);
    WakeReply reply = answer.succeeded() ? answer.result() : unanswered(answer.cause());
    switch (reply.outcome()) {
      case READY -> release();
      case STILL_WAKING -> {
        refuseThoseWhoCannotWait(Duration.ZERO, reply);
        askIfAnyoneWaits();
      }
      case RESTARTING -> {
        refuseThoseWhoCannotWait(reply.retryAfter(), reply);
        askIfAnyoneWaits();
      }
      case WAKE_FAILED, FAILED, MISSING, KEPT_ASLEEP, UNKNOWN_AGENT -> refuseAll(reply);
    }
  }

  private void release() {
    if (releasing.getAndIncrement() == 0) {
      letThrough();
    }
  }

  /** Only ever on one thread at a time: {@code releasing} is above zero while it goes on. */
  private void letThrough() {
    int seen = releasing.get();
    while (true) {
      Optional<Held> next = Optional.ofNullable(queue.peek());
      Optional<AgentView> way = next.flatMap(held -> gate.enter());
      if (way.isEmpty()) {
        seen = releasing.addAndGet(-seen);
        if (seen == 0) {
          askIfAnyoneWaits(); // it went to sleep again under their eyes
          return;
        }
      } else {
        Future<Void> handedOver = next.orElseThrow().proceed(way.get());
        if (!handedOver.isComplete()) {
          handedOver.onComplete(done -> letThrough());
          return;
        }
      }
    }
  }

  private void askIfAnyoneWaits() {
    if (!queue.isEmpty()) {
      ask();
    }
  }

  private void refuseThoseWhoCannotWait(Duration wait, WakeReply reply) {
    long until = timers.nanos() + wait.toNanos();
    for (Held held : queue) {
      if (held.deadlineNanos - until <= 0) {
        held.refuse(reply);
      }
    }
  }

  private Duration longestPatience() {
    long now = timers.nanos();
    long longest = 0;
    for (Held held : queue) {
      longest = Math.max(longest, held.deadlineNanos - now);
    }
    return Duration.ofNanos(longest);
  }

  private WakeReply stillWaking() {
    return new WakeReply(gate.view().id(), Outcome.STILL_WAKING, "", Duration.ZERO);
  }

  private WakeReply unanswered(Throwable fault) {
    LOG.error("Nobody answered the wake of {}", gate.view().id(), fault);
    return new WakeReply(
        gate.view().id(), Outcome.WAKE_FAILED, "Reveille itself did not answer.", Duration.ZERO);
  }

  private static HoldEnd endOf(Outcome refusal) {
    return switch (refusal) {
      case READY -> HoldEnd.FORWARDED;
      case STILL_WAKING -> HoldEnd.WAKE_TIMEOUT;
      case WAKE_FAILED -> HoldEnd.WAKE_FAILED;
      case RESTARTING -> HoldEnd.RESTARTING;
      case FAILED -> HoldEnd.FAILED;
      case MISSING -> HoldEnd.MISSING;
      case KEPT_ASLEEP -> HoldEnd.KEPT_ASLEEP;
      case UNKNOWN_AGENT -> HoldEnd.UNKNOWN_AGENT;
    };
  }

  /** One that waits: it is let through, refused or gone, whichever comes first. */
  private final class Held {
    private final Waiting request;
    private final long deadlineNanos;
    private final long sinceNanos = timers.nanos();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Timer deadline;

    Held(Waiting request, long deadlineNanos) {
      this.request = request;
      this.deadlineNanos = deadlineNanos;
    }

    /** Takes over the place in the gate that was entered for it, or gives it back. */
    Future<Void> proceed(AgentView view) {
      if (end(HoldEnd.FORWARDED)) {
        return request.proceed(view);
      }
      gate.leave();
      return Future.succeededFuture();
    }

    void refuse(WakeReply reply) {
      if (end(endOf(reply.outcome()))) {
        request.refuse(reply);
      }
    }

    void leave() {
      end(HoldEnd.CLIENT_GONE);
    }

    private boolean end(HoldEnd end) {
      if (!over.compareAndSet(false, true)) {
        return false;
      }
      queue.remove(this);
      gate.unqueue();
      limits.waitingInAll().decrementAndGet();
      gate.traffic().held(end, timers.nanos() - sinceNanos);
      Timer timer = deadline;
      if (timer != null) {
        timer.cancel();
      }
      return true;
    }
  }
}

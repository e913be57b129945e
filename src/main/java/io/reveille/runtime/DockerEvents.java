package io.reveille.runtime;

import io.reveille.core.Timers;
import io.reveille.runtime.DockerFault.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one event stream, kept open: after each gap it is resumed where it broke off, and a ping finds out
 * when a silent one is dead. Runs on one context.
 */
final class DockerEvents {
  private static final Logger log = LoggerFactory.getLogger(DockerEvents.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
  private static final Duration PING_EVERY = Duration.ofSeconds(10);
  private static final Duration OPEN_WITHIN = Duration.ofSeconds(15);

  /** What is repeated comes right after the opening; a list taken earlier would not know who announced what. */
  private static final Duration REPLAY = Duration.ofMillis(200);

  /** A stream that ended sooner is no reason to try again without a pause. */
  private static final Duration WORTH_RETRYING = Duration.ofSeconds(1);

  private final Context context;
  private final DockerApi api;
  private final Timers timers;
  private final Follower follower;
  private final SeenEvents seen = new SeenEvents();

  private Phase phase = Phase.CLOSED;
  private Future<Void> left = Future.succeededFuture();
  private int attempt;
  private int failures;
  private long openedAt;
  private EventStream stream = new EventStream(new Reader(0));
  private Timers.Timer timer = () -> {};
  private @Nullable Instant lastHeard;
  private @Nullable Kind reported;

  private enum Phase {
    CLOSED,
    OPENING,
    REPLAYING,
    FOLLOWING,
    WAITING
  }

  /** Told on the context. */
  interface Follower {
    void happened(ContainerEvent event);

    /** The stream is open; nothing was heard since {@code lastHeard}, or ever. */
    void reopened(Optional<Instant> lastHeard);

    /** The stream is open, and what it had to repeat has come. */
    void connected();

    void disconnected(String reason);
  }

  DockerEvents(Context context, DockerApi api, Timers timers, Follower follower) {
    this.context = context;
    this.api = api;
    this.timers = timers;
    this.follower = follower;
  }

  void open() {
    int mine = ++attempt;
    phase = Phase.OPENING;
    EventStream opening = new EventStream(new Reader(mine));
    stream = opening;
    timer = timers.after(
        OPEN_WITHIN,
        () -> lost(
            mine,
            new DockerFault(Kind.TIMED_OUT, api.line().endpoint() + " opens no event stream")));
    (reported == null ? api.line().connect() : api.line().reconnect())
        .compose(version -> api.events(ContainerEvent.ACTIONS, seen.since(), opening))
        .onFailure(fault -> lost(mine, fault));
  }

  Future<Void> close() {
    phase = Phase.CLOSED;
    leave();
    return left;
  }

  private void opened(int which) {
    if (which != attempt || phase != Phase.OPENING) {
      return;
    }
    phase = Phase.REPLAYING;
    openedAt = timers.nanos();
    follower.reopened(Optional.ofNullable(lastHeard));
    seen.beginAt(timers.wall());
    timer.cancel();
    // without a gap there is nothing to repeat
    timer = timers.after(lastHeard == null ? Duration.ZERO : REPLAY, () -> follow(which));
  }

  private void follow(int which) {
    if (which != attempt) {
      return;
    }
    phase = Phase.FOLLOWING;
    failures = 0;
    reported = null;
    heard(which);
    follower.connected();
  }

  private void received(int which, ContainerEvent event) {
    if (which != attempt) {
      return;
    }
    if (phase == Phase.FOLLOWING) {
      heard(which);
    }
    if (seen.isNew(event)) {
      follower.happened(event);
    }
  }

  private void heard(int which) {
    lastHeard = timers.wall();
    timer.cancel();
    timer = timers.after(PING_EVERY, () -> ping(which));
  }

  /** A half-dead engine, or a proxy that forgot us, leaves the stream open and silent. */
  private void ping(int which) {
    if (which != attempt) {
      return;
    }
    api.ping().onComplete(pong -> {
      if (which != attempt) {
        return;
      }
      if (pong.succeeded()) {
        heard(which);
      } else {
        lost(which, pong.cause());
      }
    });
  }

  /** A stream that merely ended (a proxy's timeout, say) is opened again at once, and only a failure is reported. */
  private void ended(int which, @Nullable Throwable cause) {
    if (which != attempt) {
      return;
    }
    boolean worthRetrying =
        phase == Phase.FOLLOWING && timers.nanos() - openedAt >= WORTH_RETRYING.toNanos();
    if (worthRetrying) {
      leave();
      log.info(
          "The event stream of {} ended ({}); resuming it",
          api.line().endpoint(),
          String.valueOf(cause));
      open();
    } else if (cause == null) {
      lost(
          which,
          new DockerFault(Kind.UNREACHABLE, api.line().endpoint() + " ended the event stream"));
    } else {
      lost(which, cause);
    }
  }

  private void lost(int which, Throwable cause) {
    if (which != attempt) {
      return;
    }
    leave();
    report(DockerFault.of(cause, "GET events", api.line().endpoint()));
    phase = Phase.WAITING;
    timer = timers.after(backoff(), this::open);
  }

  /** From here on the stream's own end is old news. */
  private void leave() {
    attempt++;
    timer.cancel();
    left = api.line().release(stream);
  }

  /** Once a gap; again only if it turns out that the engine is there and will not have us (F26). */
  private void report(DockerFault fault) {
    boolean refusal = fault.kind() == Kind.VERSION || fault.kind() == Kind.FORBIDDEN;
    if (reported == null || (refusal && reported != fault.kind())) {
      reported = fault.kind();
      follower.disconnected(fault.text());
    } else {
      log.debug("Still not connected to {}: {}", api.line().endpoint(), fault.text());
    }
  }

  /** Doubles, and is spread over its upper half so that several gateways do not knock in step. */
  private Duration backoff() {
    long longest =
        Math.min(LONGEST_BACKOFF.toMillis(), FIRST_BACKOFF.toMillis() << Math.min(failures++, 10));
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  /** Hands over to the context; says which opening it belongs to. */
  private final class Reader implements EventStream.Reader {
    private final int which;

    Reader(int which) {
      this.which = which;
    }

    @Override
    public void opened() {
      context.runOnContext(now -> DockerEvents.this.opened(which));
    }

    @Override
    public void event(ContainerEvent event) {
      context.runOnContext(now -> received(which, event));
    }

    @Override
    public void ended(@Nullable Throwable cause) {
      context.runOnContext(now -> DockerEvents.this.ended(which, cause));
    }
  }
}

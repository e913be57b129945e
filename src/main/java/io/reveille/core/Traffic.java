package io.reveille.core;

import java.util.Locale;

/** What the data plane tells of its requests, so that somebody counts them. */
public interface Traffic {
  /** For the requests to {@code agent}; asked for once, not for each request. */
  Counter of(BotId agent);

  /** For those that lead to no agent: whatever they name, they are counted together. */
  Counter elsewhere();

  /** Told of each request, by any event loop: must neither lock nor allocate. */
  interface Counter {
    /**
     * One has ended.
     *
     * @param status of its answer; 0 if the client left before there was one
     */
    void ended(int status, long tookNanos);

    /** One waits no longer. */
    void held(HoldEnd end, long tookNanos);
  }

  /** How it can end that a request waits for its agent. */
  enum HoldEnd {
    FORWARDED,
    WAKE_TIMEOUT,
    WAKE_FAILED,
    RESTARTING,
    FAILED,
    MISSING,
    KEPT_ASLEEP,
    UNKNOWN_AGENT,
    CLIENT_GONE;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}

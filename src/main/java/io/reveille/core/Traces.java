package io.reveille.core;

import java.util.Map;
import java.util.function.Function;

/** Follows requests through the gateway, for whoever wants to see them beside the wakes that they waited for. */
public interface Traces {
  /** Nobody wants to see anything. */
  Traces OFF = arrival -> Request.UNSEEN;

  /** A request has come. */
  Request begin(Arrival arrival);

  /** Whether to ask at all: what nobody looks at is not even put together. */
  default boolean on() {
    return this != OFF;
  }

  /**
   * A request as it came.
   *
   * @param path without the query, which is nobody's business
   * @param header the value of a header, or null
   */
  record Arrival(BotId agent, String method, String path, Function<String, String> header) {}

  /** One request; told what becomes of it by the event loop it came in on. */
  interface Request {
    Request UNSEEN = new Unseen();

    /** It has the agent woken, and waits for it or not. */
    void asksForWake();

    /** It waits no longer, whatever for. */
    void waited();

    /** The headers by which the agent can go on with the trace; their names are found in every spelling. */
    Map<String, String> headers();

    /**
     * It is over.
     *
     * @param status of its answer; 0 if there was none
     */
    void ended(int status);
  }

  /** A request that nobody looks at. */
  final class Unseen implements Request {
    private Unseen() {}

    @Override
    public void asksForWake() {}

    @Override
    public void waited() {}

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }

    @Override
    public void ended(int status) {}
  }
}

package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to an agent, whatever protocol that speaks. First its head is filled; as a stream it is its body,
 * and the head goes out with the first piece of it at the latest. Confined to the event loop of its connection.
 */
interface AgentRequest extends WriteStream<Buffer>, HeaderFields {
  /** Who waits for the answer. */
  interface Listener {
    /** Comes in front of the answer (RFC 8297). */
    void hinted(MultiMap hints);

    /** The head of the answer is there. */
    void answered(AgentResponse answer);
  }

  /**
   * Says whom it is for and how long it is, which each protocol does in its own way.
   *
   * @param host as the client has named it
   * @param from all that the client has said
   */
  void address(String host, MultiMap from);

  /** Each piece of the body says how long it is: the length of the whole is not known. */
  void setChunked(boolean chunked);

  void listener(Listener listener);

  /** Nobody looks at its futures: they may complete before anything is sent. */
  void quietly();

  /** Called when the connection broke, or what came was no HTTP, before there was the head of an answer. */
  @Override
  AgentRequest exceptionHandler(@Nullable Handler<Throwable> handler);

  /** Completes when the head has been written to the connection. */
  Future<Void> sendHead();
}

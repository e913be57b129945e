package io.reveille.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/**
 * What a client is answered, in the protocol that it speaks. First its head is filled; as a stream it is its body, and
 * the head goes out with the first piece of it at the latest. Where the protocol needs to know how the client learns
 * where it ends, that shows then. Confined to the event loop of its connection.
 */
interface ClientResponse extends WriteStream<Buffer> {
  int status();

  ClientResponse setStatus(int status);

  /** The words behind the status, where the protocol has them. */
  ClientResponse setReason(String reason);

  /** What will be sent, until it has been. */
  MultiMap headers();

  default ClientResponse putHeader(CharSequence name, CharSequence value) {
    headers().set(name, value);
    return this;
  }

  /** What goes out behind a body whose length is not known. */
  MultiMap trailers();

  /** There is no way back. */
  boolean headWritten();

  Future<Void> writeHead();

  /** The client may send its body (RFC 9110, 15.2.1). */
  void writeContinue();

  /** Comes in front of the answer (RFC 8297). */
  Future<Void> hint(MultiMap hints);

  default Future<Void> write(String text) {
    return write(Buffer.buffer(text));
  }

  default Future<Void> end(String text) {
    return end(Buffer.buffer(text));
  }

  /** Ends it so that the client sees that it is not complete. */
  void cut();

  /** Bytes of the body, so far. */
  long bytesWritten();

  /** The client has gone, or what carries the answer has broken, before its end. */
  void whenGone(Runnable action);

  /** The last of it has been handed over. */
  void whenEnded(Runnable action);
}

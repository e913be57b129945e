package io.reveille.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;

/**
 * An agent's answer, whatever protocol it speaks. As a stream it is its body, which flows from the beginning; its
 * exception handler is called when it breaks off. Confined to the event loop of its connection.
 */
interface AgentResponse extends ReadStream<Buffer> {
  HttpVersion version();

  int status();

  /** The words behind the status; they mean nothing. */
  String reason();

  MultiMap headers();

  /** Empty until the end, and mostly then. */
  MultiMap trailers();
}

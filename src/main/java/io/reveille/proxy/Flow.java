package io.reveille.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;

/** Moves bytes as fast as the slower side takes them. Its ends are the business of whoever made it. */
final class Flow {
  private final ReadStream<Buffer> from;
  private final WriteStream<Buffer> to;
  private final Consumer<Buffer> seen;

  Flow(ReadStream<Buffer> from, WriteStream<Buffer> to, Consumer<Buffer> seen) {
    this.from = from;
    this.to = to;
    this.seen = seen;
  }

  void begin() {
    to.drainHandler(room -> from.resume());
    from.handler(this::pass);
    from.resume();
  }

  private void pass(Buffer chunk) {
    seen.accept(chunk);
    to.write(chunk);
    if (to.writeQueueFull()) {
      from.pause();
    }
  }
}

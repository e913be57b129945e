package io.reveille.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.Optional;

/**
 * A WebSocket that has been silent for so long that it keeps nobody awake. Pings of its client are answered here.
 * Pongs go to an agent that is awake; one that sleeps gets the last of them when it wakes. Everything else ends the
 * silence.
 */
final class Doze {
  private final Exchange exchange;
  private final Conversation conversation;
  private final NetSocket client;
  private final NetSocket agent;
  private Buffer unfinished = Buffer.buffer();
  private Optional<Buffer> kept = Optional.empty();

  Doze(Exchange exchange, Conversation conversation, NetSocket client, NetSocket agent) {
    this.exchange = exchange;
    this.conversation = conversation;
    this.client = client;
    this.agent = agent;
  }

  /** {@code bytes} behind the part of a frame that came before. */
  Buffer continued(Buffer bytes) {
    if (unfinished.length() == 0) {
      return bytes;
    }
    Buffer whole = unfinished.appendBuffer(bytes);
    unfinished = Buffer.buffer();
    return whole;
  }

  /** Answers what can be answered here; the rest is for the agent. */
  Buffer answer(Buffer bytes) {
    Buffer rest = bytes;
    while (rest.length() > 0 && !conversation.clientMidFrame()) {
      Optional<ControlFrame> first = ControlFrame.first(rest);
      if (first.isEmpty() && ControlFrame.beginsIn(rest)) {
        unfinished = rest.copy();
        return Buffer.buffer();
      }
      if (!first.map(this::answered).orElse(false)) {
        return rest;
      }
      rest = rest.slice(first.orElseThrow().length(), rest.length());
    }
    return rest;
  }

  /** The agent is awake: what was kept for it goes out, if nobody puts it to sleep at this very moment. */
  void awake() {
    if (kept.isEmpty()) {
      return;
    }
    if (exchange.counted()) {
      takeKept().ifPresent(agent::write);
    } else if (exchange.enter().isPresent()) {
      takeKept().ifPresent(agent::write);
      exchange.rest();
    }
  }

  /** What the agent has to get before anything else. */
  Optional<Buffer> takeKept() {
    Optional<Buffer> taken = kept;
    kept = Optional.empty();
    return taken;
  }

  private boolean answered(ControlFrame frame) {
    return switch (frame.kind()) {
      case PING -> pong(frame);
      case PONG -> keep(frame);
      case CLOSE -> false;
    };
  }

  private boolean pong(ControlFrame ping) {
    if (conversation.noPlaceForAFrame()) {
      return false;
    }
    client.write(ControlFrame.pong(ping.payload()));
    return true;
  }

  private boolean keep(ControlFrame pong) {
    conversation.ponged();
    kept = Optional.of(pong.asSent());
    awake();
    return true;
  }
}

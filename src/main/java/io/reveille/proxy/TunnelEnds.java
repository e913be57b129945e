package io.reveille.proxy;

import io.reveille.core.Timers.Timer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** How a WebSocket ends: by one of its two sides, or by Reveille when its agent, or Reveille itself, goes away. */
final class TunnelEnds {
  private static final Duration LAST_BYTES = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final Sides sides;
  private final Lane lane;
  private final Runnable whenOver;
  private boolean over;

  /** The two sides, and what they have said. */
  record Sides(NetSocket client, NetSocket agent, Conversation conversation) {}

  /** @param whenOver what else is at an end then */
  TunnelEnds(Exchange exchange, Sides sides, Lane lane, Runnable whenOver) {
    this.exchange = exchange;
    this.sides = sides;
    this.lane = lane;
    this.whenOver = whenOver;
  }

  /** The agent has said all, or is gone. */
  void agentEnded(AgentRun run) {
    if (over) {
      return;
    }
    boolean itsOwnDoing = sides.conversation.agentClosed()
        || (exchange.counted() && exchange.view().open());
    if (itsOwnDoing) {
      close();
    } else {
      sides.client.pause(); // there is nobody to hear it
      run.cut();
    }
  }

  void clientGone() {
    if (!over && exchange.counted() && sides.agent.writeQueueFull()) {
      // what it sent before it left is still to be read
      Timer limit = lane.timers().after(LAST_BYTES, this::close);
      sides.client.endHandler(ended -> {
        limit.cancel();
        close();
      });
    } else {
      close();
    }
  }

  /** Says to the client what its agent cannot say. */
  void leave(Goodbye goodbye) {
    if (!over) {
      finish();
      exchange.end();
      discard(sides.agent);
      farewell().say(goodbye, () -> {});
    }
  }

  /** Says it to both; the exchange lasts until the client has answered, so that a stop waits for that. */
  void leaveBoth(Goodbye goodbye) {
    if (!over) {
      finish();
      if (!sides.conversation.clientClosed()) {
        sides.agent.write(ControlFrame.closeToServer(goodbye.code(), goodbye.reason()));
      }
      discard(sides.agent);
      farewell().say(goodbye, exchange::end);
    }
  }

  /** The client leaves a sleeping agent: that wakes nobody, the agent finds it when it wakes. */
  void hangUp(ControlFrame close) {
    if (!sides.conversation.noPlaceForAFrame()) {
      sides.client.write(close.closeInReturn());
    }
    sides.agent.write(close.asSent());
    close();
  }

  void close() {
    if (!over) {
      finish();
      exchange.end();
      discard(sides.client);
      discard(sides.agent);
    }
  }

  private void finish() {
    over = true;
    whenOver.run();
  }

  private Farewell farewell() {
    return new Farewell(sides.client, sides.conversation, lane);
  }

  /** What was read and not passed on would never be given back to the allocator. */
  private static void discard(NetSocket socket) {
    socket.handler(null).resume();
    socket.end();
  }
}

package io.reveille.proxy;

import io.reveille.core.Timers.Timer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** Closes the client's side of a WebSocket in place of its agent. */
final class Farewell {
  /** For the client's answer. A socket that is closed with bytes unread is reset, and the reset overtakes the reason. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final NetSocket client;
  private final Conversation conversation;
  private final Lane lane;

  Farewell(NetSocket client, Conversation conversation, Lane lane) {
    this.client = client;
    this.conversation = conversation;
    this.lane = lane;
  }

  /** Says why, where a frame may stand, and waits a moment for the answer. {@code whenOver} runs when nothing follows. */
  void say(Goodbye goodbye, Runnable whenOver) {
    if (conversation.noPlaceForAFrame()) {
      client.handler(null).resume();
      client.end();
      whenOver.run();
      return;
    }
    client.write(ControlFrame.close(goodbye.code(), goodbye.reason()));
    Timer limit = lane.timers().after(ANSWER, client::end);
    client.closeHandler(closed -> {
      limit.cancel();
      whenOver.run();
    });
    client.handler(this::hear);
    if (conversation.clientClosed()) {
      client.end();
    } else {
      client.resume();
    }
  }

  private void hear(Buffer bytes) {
    conversation.toAgent(bytes);
    if (conversation.clientClosed()) {
      client.end();
    }
  }
}

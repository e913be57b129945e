package io.reveille.proxy;

import io.vertx.core.buffer.Buffer;

/** Both directions of one WebSocket: where a frame of Reveille's own may stand, and which ping is not answered yet. */
final class Conversation {
  private final Frames client = new Frames();
  private final Frames agent = new Frames();
  private long answeredToClient;
  private long answeredToAgent;

  /** Bytes of the client that go to the agent: whether they hold more than pings and pongs. */
  boolean toAgent(Buffer bytes) {
    long pongs = client.pongs();
    boolean moved = client.follow(bytes);
    if (client.pongs() != pongs) {
      ponged();
    }
    return moved;
  }

  /** Bytes of the agent that go to the client: whether they hold more than pings and pongs. */
  boolean toClient(Buffer bytes) {
    long pongs = agent.pongs();
    boolean moved = agent.follow(bytes);
    if (agent.pongs() != pongs) {
      answeredToClient = client.pings();
    }
    return moved;
  }

  /** The client has answered the agent, by a pong that came on another way. */
  void ponged() {
    answeredToAgent = agent.pings();
  }

  /** One side has asked whether the other is there, and has heard nothing yet. */
  boolean unanswered() {
    return client.pings() != answeredToClient || agent.pings() != answeredToAgent;
  }

  /** A frame of Reveille's own would come between the pieces of one of the agent's, or behind its last. */
  boolean noPlaceForAFrame() {
    return agent.midFrame() || agent.closed();
  }

  boolean clientMidFrame() {
    return client.midFrame();
  }

  boolean clientClosed() {
    return client.closed();
  }

  boolean agentClosed() {
    return agent.closed();
  }
}

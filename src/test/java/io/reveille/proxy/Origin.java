package io.reveille.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent made of a raw socket: each connection is a conversation on a thread of its own. */
final class Origin implements Closeable {
  final ServerSocket server;
  final AtomicInteger connections = new AtomicInteger();
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Wire> open = new CopyOnWriteArrayList<>();
  private final Conversation conversation;
  private final boolean inTurn;

  interface Conversation {
    void with(Wire wire, Origin origin) throws Exception;
  }

  Origin(Conversation conversation) {
    this(conversation, 0);
  }

  Origin(Conversation conversation, int port) {
    this(conversation, port, false);
  }

  /** One connection after the other, in the order in which they were made. */
  static Origin inTurn(Conversation conversation) {
    return new Origin(conversation, 0, true);
  }

  private Origin(Conversation conversation, int port, boolean inTurn) {
    this.conversation = conversation;
    this.inTurn = inTurn;
    try {
      server = new ServerSocket(port, 2_000, InetAddress.getLoopbackAddress());
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
    start(this::accept);
  }

  /** Answers every request with {@code answer} and keeps the connection. */
  static Origin answering(String answer) {
    return new Origin((wire, origin) -> {
      String request = wire.message();
      while (!request.isEmpty()) {
        origin.requests.add(request);
        wire.send(answer);
        request = wire.message();
      }
    });
  }

  static Origin sayingHello() {
    return answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Wire wire = new Wire(server.accept());
        connections.incrementAndGet();
        open.add(wire);
        if (inTurn) {
          serve(wire);
        } else {
          start(() -> serve(wire));
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Wire wire) {
    try {
      conversation.with(wire, this);
      wire.close();
    } catch (Exception over) {
      if (!server.isClosed()) {
        wire.abort();
      }
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "origin");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    open.forEach(Wire::close);
  }
}

package io.reveille.proxy.conformance;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The agent behind the proxy: writes down what it gets, and answers what the test has told it to. */
final class Agent implements Closeable {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  final AtomicInteger connections = new AtomicInteger();
  private final List<Message> received = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final List<Line> open = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private volatile Conversation conversation = Agent::answerOk;

  /** What it does with one connection. */
  interface Conversation {
    void on(Line line, Agent agent) throws IOException;
  }

  Agent() {
    try {
      server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** From the next connection on; those that are open are closed. */
  void does(Conversation next) {
    conversation = next;
    forget();
  }

  /** Answers each request with these bytes. */
  void answers(String bytes) {
    does((line, agent) -> {
      while (!agent.take(line).head().isEmpty()) {
        line.send(bytes);
      }
    });
  }

  /** Closes what is open and forgets what came. */
  void forget() {
    open.forEach(Line::close);
    open.clear();
    received.clear();
    faults.clear();
    connections.set(0);
  }

  List<Message> received() {
    return received;
  }

  /** What came and was no request. */
  List<String> faults() {
    return faults;
  }

  Message take(Line line) throws IOException {
    Message request = line.request();
    if (!request.head().isEmpty()) {
      received.add(request);
    }
    return request;
  }

  static void answerOk(Line line, Agent agent) throws IOException {
    while (!agent.take(line).head().isEmpty()) {
      line.send(OK);
    }
  }

  private void accept() {
    try {
      while (true) {
        Line line = new Line(server.accept());
        connections.incrementAndGet();
        open.add(line);
        start(() -> converse(line));
      }
    } catch (IOException closed) {
      // the tests are over
    }
  }

  private void converse(Line line) {
    try (line) {
      conversation.on(line, this);
    } catch (IOException | RuntimeException fault) {
      if (open.contains(line)) {
        faults.add(fault.toString());
      }
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "agent");
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
    forget();
  }
}

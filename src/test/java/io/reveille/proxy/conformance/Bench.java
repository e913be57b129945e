package io.reveille.proxy.conformance;

import io.reveille.proxy.ReveilleSubject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A proxy between a client and an agent that are both made of raw sockets. */
final class Bench implements AutoCloseable {
  /** Follows every row in the same packet: whoever misjudges where the row ends takes a part of it for a request. */
  private static final String PROBE = "GET /bots/lal/probe HTTP/1.1\r\nHost: h\r\n\r\n";

  final Agent agent = new Agent();
  final Subject subject;

  Bench() {
    this(Duration.ofMinutes(10));
  }

  Bench(Duration responseTimeout) {
    subject = switch (System.getProperty("reveille.conformance.against", "reveille")) {
      case "nginx" -> OtherProxy.nginx(agent.port());
      case "haproxy" -> OtherProxy.haproxy(agent.port());
      default -> new ReveilleSubject(agent.port(), responseTimeout);
    };
  }

  Line client() {
    return Line.to(subject.port());
  }

  void trustLoopback() {
    subject.trust(List.of("10.0.0.0/8", "127.0.0.0/8"));
  }

  void trustNobody() {
    subject.trust(List.of());
  }

  /** One request on a connection of its own, and its answer. */
  Message ask(String bytes) throws IOException {
    try (Line client = client()) {
      return client.send(bytes).answer(bytes.substring(0, bytes.indexOf(' ')));
    }
  }

  /** What is different from what the row says; nothing if it is all so. */
  String deviation(Row row) {
    agent.received().clear();
    agent.faults().clear();
    try {
      return row.forwarded().isEmpty() ? refuses(row) : passes(row);
    } catch (IOException | RuntimeException fault) {
      return fault.toString();
    }
  }

  private String refuses(Row row) throws IOException {
    String manner = refusal(row);
    ask("GET /bots/lal/later HTTP/1.1\r\nHost: h\r\n\r\n");
    List<String> came = agent.received().stream().map(Message::firstLine).toList();
    return came.equals(List.of("GET /later HTTP/1.1")) ? manner : "forwarded: " + came;
  }

  /** What is different about the answer. */
  private String refusal(Row row) throws IOException {
    try (Line client = client()) {
      Message answer = client.send(row.bytes() + PROBE).answer("GET");
      String rest = client.rest();
      if (answer.head().isEmpty()) {
        return "closed without an answer";
      }
      if (answer.status() != row.status() || !rest.isEmpty()) {
        return "answered with " + answer.firstLine() + (rest.isEmpty() ? "" : " and more: " + rest);
      }
      return answer.values("connection").equals(List.of("close")) ? "" : "closed without saying so";
    }
  }

  private String passes(Row row) throws IOException {
    List<String> bodies = new ArrayList<>(row.forwarded());
    bodies.add("");
    try (Line client = client().send(row.bytes() + PROBE)) {
      for (String body : bodies) {
        Message answer = client.answer("GET");
        if (answer.head().isEmpty() || answer.status() != 200) {
          return "answered with " + answer.firstLine() + " for the body " + body;
        }
      }
    }
    List<String> came = agent.received().stream().map(Message::body).toList();
    return came.equals(bodies) && agent.faults().isEmpty()
        ? ""
        : "forwarded: " + agent.received() + agent.faults();
  }

  @Override
  public void close() {
    subject.close();
    agent.close();
  }
}

package io.reveille.proxy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections to an agent carry many requests: no answer ever reaches another one than its own. */
class ReuseTest {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 40;
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @MethodSource("remains")
  void aConnectionWithMoreThanItsAnswerIsNotUsedAgain(String more) throws IOException {
    bench.agent.does((line, agent) -> answerWithMore(line, agent, more));
    try (Line client = bench.client()) {
      assertThat(client.send(get("1")).answer("GET").body()).isEqualTo("c1");
      assertThat(client.send(get("2")).answer("GET").body()).isEqualTo("c2");
      assertThat(client.send(get("3")).answer("GET").body()).isEqualTo("again2");
    }
  }

  @ParameterizedTest
  @MethodSource("remains")
  void whoeverAsksTwiceAtOnceGetsNothingOfWhatRemains(String more) throws IOException {
    bench.agent.does((line, agent) -> answerWithMore(line, agent, more));
    try (Line client = bench.client().send(get("1") + get("2"))) {
      assertThat(client.answer("GET").body()).isEqualTo("c1");
      assertThat(client.answer("GET").body()).isEqualTo("c2");
    }
  }

  /** Half a head would be the beginning of the next answer's; what is no answer would never come to an end. */
  @ParameterizedTest
  @MethodSource("remains")
  void aConnectionOnWhichTheAgentSpeaksUnaskedIsNotUsedAgain(String unasked)
      throws IOException, InterruptedException {
    CountDownLatch idle = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    bench.agent.does((line, agent) -> {
      int connection = agent.connections.get();
      agent.take(line);
      line.send(answer("c" + connection));
      if (connection == 1) {
        await(idle);
        line.send(unasked);
      }
      agent.take(line);
      ended.countDown();
    });
    try (Line client = bench.client()) {
      assertThat(client.send(get("1")).answer("GET").body()).isEqualTo("c1");
      idle.countDown();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(client.send(get("2")).answer("GET").body()).isEqualTo("c2");
    }
  }

  private static void await(CountDownLatch turn) {
    try {
      turn.await();
    } catch (InterruptedException fault) {
      throw new AssertionError(fault);
    }
  }

  static Stream<String> remains() {
    return Stream.of(
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 20",
        "H",
        "EVIL",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVILHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL");
  }

  private static void answerWithMore(Line line, Agent agent, String more) throws IOException {
    int connection = agent.connections.get();
    agent.take(line);
    line.send(answer("c" + connection) + (connection == 1 ? more : ""));
    while (!agent.take(line).head().isEmpty()) {
      line.send(answer("again" + connection));
    }
  }

  @Test
  void aConnectionWithNothingButItsAnswersIsUsedAgain() throws IOException {
    try (Line client = bench.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.send(get("x")).answer("GET").body()).isEqualTo("ok");
      }
    }
    assertThat(bench.agent.connections.get()).isEqualTo(1);
  }

  @Test
  void aConnectionOfWhichTheRequestWasNotReadToItsEndIsNotUsedAgain() throws IOException {
    bench.agent.does((line, agent) -> {
      line.head();
      line.send(answer("early"));
      agent.take(line);
    });
    try (Line client = bench.client()) {
      client.send("POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.answer("POST").body()).isEqualTo("early");
      client.send("body" + get("2"));
      assertThat(client.answer("GET").body()).isEqualTo("early");
    }
    assertThat(bench.agent.connections.get()).isEqualTo(2);
  }

  @Test
  void everybodyGetsTheAnswerToWhatHeAsked() throws InterruptedException {
    bench.agent.does((line, agent) -> {
      Message request = line.request();
      while (!request.head().isEmpty()) {
        line.send(answer(request.firstLine()));
        request = line.request();
      }
    });
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    List<Thread> clients = IntStream.range(0, CLIENTS)
        .mapToObj(client -> new Thread(() -> ask(client, wrong)))
        .toList();
    clients.forEach(Thread::start);
    for (Thread client : clients) {
      client.join();
    }
    assertThat(wrong).isEmpty();
    bench.subject.quiet();
  }

  /** In turn: one request, three at once, one that is given up before its answer. */
  private void ask(int client, Queue<String> wrong) {
    for (int round = 0; round < ROUNDS; round++) {
      String name = client + "-" + round;
      try (Line line = bench.client()) {
        switch (round % 3) {
          case 0 -> expect(line.send(get(name)), name, wrong);
          case 1 -> {
            line.send(get(name + "a") + get(name + "b") + get(name + "c"));
            expect(line, name + "a", wrong);
            expect(line, name + "b", wrong);
            expect(line, name + "c", wrong);
          }
          default -> line.send(get(name)).abort();
        }
      } catch (IOException | RuntimeException fault) {
        wrong.add(name + ": " + fault);
      }
    }
  }

  private static void expect(Line line, String name, Queue<String> wrong) throws IOException {
    Message answer = line.answer("GET");
    if (!answer.body().equals("GET /" + name + " HTTP/1.1")) {
      wrong.add(name + " got " + answer);
    }
  }

  private static String get(String name) {
    return "GET /bots/lal/" + name + " HTTP/1.1\r\nHost: h\r\n\r\n";
  }

  private static String answer(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }
}

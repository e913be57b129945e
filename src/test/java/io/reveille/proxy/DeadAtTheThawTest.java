package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import io.reveille.core.AgentView.WakeKind;
import io.reveille.core.Exit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * F12: an agent that was killed while it was frozen is thawed, and is dead. What was on its way to it then goes to the
 * next run; of an agent that really crashed nobody knows what it had done by then.
 */
class DeadAtTheThawTest {
  private static final String POST = "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\n";
  private static final String WITH_BODY = POST + "Content-Length: 7\r\n\r\nmessage";

  @AutoClose
  private final World world = new World();

  private final Instant thawed = Instant.now();

  @Test
  void aMessageGoesToTheNextRun() throws IOException {
    try (Origin dead = dead("message");
        Origin next = Origin.sayingHello();
        Wire client = thawed(dead).send(WITH_BODY)) {
      world.eventually(() -> dead.requests.size() == 1);
      ended(killed(thawed.plusMillis(2)));
      world.eventually(() -> world.gate().held() == 1);
      world.quiet();

      world.wakeUp(next);

      assertThat(client.message()).startsWith("HTTP/1.1 200 ").endsWith("hello");
      assertThat(next.requests).hasSize(1).first().asString().endsWith("\r\n\r\nmessage");
      client.send(WITH_BODY);
      assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      world.quiet();
    }
  }

  @Test
  void aMessageOfWhichAPartIsStillToComeArrivesWhole() throws IOException {
    try (Origin dead = dead("mess");
        Origin next = Origin.sayingHello();
        Wire client =
            thawed(dead).send(POST + "Expect: 100-continue\r\nContent-Length: 7\r\n\r\nmess")) {
      world.eventually(() -> dead.requests.size() == 1);
      ended(killed(thawed.plusMillis(2)));
      world.eventually(() -> world.gate().held() == 1);

      world.wakeUp(next);
      client.send("age");

      assertThat(client.message()).startsWith("HTTP/1.1 100 ");
      assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      assertThat(next.requests).first().asString().endsWith("\r\n\r\nmessage");
      world.quiet();
    }
  }

  @Test
  void aChunkedMessageArrivesWholeToo() throws IOException {
    try (Origin dead = dead("");
        Origin next = new Origin((wire, origin) -> {
          origin.requests.add(wire.head() + wire.read("7\r\nmessage\r\n0\r\n\r\n".length()));
          wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        Wire client = thawed(dead)
            .send(POST + "Transfer-Encoding: chunked\r\n\r\n7\r\nmessage\r\n0\r\n\r\n")) {
      world.eventually(() -> dead.requests.size() == 1);
      ended(killed(thawed.plusMillis(2)));

      world.wakeUp(next);

      assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      assertThat(next.requests).first().asString().endsWith("7\r\nmessage\r\n0\r\n\r\n");
      world.quiet();
    }
  }

  @Test
  void aWebSocketIsOpenedToTheNextRun() throws IOException {
    try (Origin dead = dead("");
        Origin next = Origin.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        Wire client = thawed(dead).send(WebSocketFrames.UPGRADE)) {
      world.eventually(() -> dead.requests.size() == 1);
      ended(killed(thawed.plusMillis(2)));

      world.wakeUp(next);

      assertThat(client.message()).startsWith("HTTP/1.1 404 ");
      world.quiet();
    }
  }

  @Test
  void whoeverFindsItsAgentAwakeAgainIsToldOfTheWakeThatHelped() throws IOException {
    try (Origin dead = dead("message");
        Origin next = Origin.sayingHello();
        Wire client = asleep().send(WITH_BODY)) {
      world.eventually(() -> !world.unanswered.isEmpty());
      thawed(dead.port());
      world.answer(Outcome.READY, "");
      world.eventually(() -> dead.requests.size() == 1);

      world.routes.install(startedAgain(next.port()));

      assertThat(client.message()).startsWith("HTTP/1.1 200 ").contains("Reveille-Wake: start");
      world.quiet();
    }
  }

  @Test
  void aConnectThatNobodyAnswersIsGivenUpWhenItsEndIsKnown() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Closing queue = fill(full);
        Origin next = Origin.sayingHello()) {
      assertThat(queue.opened()).isNotEmpty();
      thawed(full.getLocalPort());
      try (Wire client = world.client().send(WITH_BODY)) {
        world.eventually(() -> world.gate().inFlight() == 1);
        ended(killed(thawed.plusMillis(2)));

        world.wakeUp(next);

        assertThat(client.message()).startsWith("HTTP/1.1 200 ").endsWith("hello");
        world.quiet();
      }
    }
  }

  @Test
  void whatACrashHasTakenWithItIsNotSentAgain() throws IOException {
    try (Origin crashing = dead("message");
        Wire client = thawed(crashing).send(WITH_BODY)) {
      world.eventually(() -> crashing.requests.size() == 1);
      ended(new Exit(1, false, false, thawed.plusMillis(2)));

      assertThat(client.message()).startsWith("HTTP/1.1 502 ").contains("agent-unreachable");
      world.quiet();
    }
  }

  @Test
  void aKillLongBehindTheThawIsLikeAnyOther() throws IOException {
    try (Origin stopped = dead("message");
        Wire client = thawed(stopped).send(WITH_BODY)) {
      world.eventually(() -> stopped.requests.size() == 1);
      ended(killed(thawed.plusMillis(150)));

      assertThat(client.message()).startsWith("HTTP/1.1 502 ").contains("agent-unreachable");
      world.quiet();
    }
  }

  @Test
  void withoutNewsOfAnEndItIsJustUnreachable() throws IOException {
    try (Origin rude = dead("message");
        Wire client = thawed(rude).send(WITH_BODY)) {
      assertThat(client.message())
          .startsWith("HTTP/1.1 502 ")
          .contains("agent-unreachable", "\"state\":\"running\"");
      world.quiet();
    }
  }

  @Test
  void whatIsTooLargeToRememberIsLost() throws IOException {
    String large = "m".repeat(100_000);
    try (Origin dead = dead(large);
        Wire client =
            thawed(dead).send(POST + "Content-Length: " + large.length() + "\r\n\r\n" + large)) {
      assertThat(client.message()).startsWith("HTTP/1.1 502 ");
      world.quiet();
    }
  }

  /** Reads a head and {@code body}, and answers nothing. */
  private static Origin dead(String body) {
    return new Origin((wire, origin) -> {
      origin.requests.add(wire.head() + wire.read(body.length()));
      wire.close();
    });
  }

  /** More than its queue takes: whoever connects from now on hears nothing. */
  private static Closing fill(ServerSocket server) throws IOException {
    Closing queue = new Closing(new ArrayList<>());
    for (int i = 0; i < 8; i++) {
      SocketChannel one = SocketChannel.open();
      queue.opened().add(one);
      one.configureBlocking(false);
      one.connect(server.getLocalSocketAddress());
    }
    return queue;
  }

  private record Closing(List<SocketChannel> opened) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      for (SocketChannel one : opened) {
        one.close();
      }
    }
  }

  private Wire asleep() {
    world.asleep(State.PAUSED);
    return world.client();
  }

  private Wire thawed(Origin origin) {
    thawed(origin.port());
    return world.client();
  }

  private void thawed(int port) {
    world.routes.install(view(world.view(State.RUNNING, Optional.of(port), 0), Optional.empty()));
  }

  /** Another run, begun by a start, behind one that was dead at its thaw. */
  private AgentView startedAgain(int port) {
    AgentView base = World.anotherRun(view(
        world.view(State.RUNNING, Optional.of(port), 0),
        Optional.of(killed(thawed.plusMillis(2)))));
    return new AgentView(
        base.id(),
        base.state(),
        base.generation(),
        base.endpoint(),
        base.settings(),
        base.since(),
        base.retryAtNanos(),
        WakeKind.START,
        base.lastWakeTook(),
        base.usualWake(),
        base.lastExit());
  }

  private void ended(Exit exit) {
    world.routes.install(view(world.view(State.STOPPED, Optional.empty(), 0), Optional.of(exit)));
  }

  private static Exit killed(Instant at) {
    return new Exit(137, false, true, at);
  }

  private AgentView view(AgentView view, Optional<Exit> exit) {
    return new AgentView(
        view.id(),
        view.state(),
        view.generation(),
        view.endpoint(),
        view.settings(),
        thawed,
        view.retryAtNanos(),
        view.lastWake(),
        view.lastWakeTook(),
        view.usualWake(),
        exit);
  }
}

package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The moment between the end of an agent and the news of it: the gate is open, and nobody listens behind it. */
class EndedMeanwhileTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n";
  private static final Duration HOUR = Duration.ofHours(1);

  @AutoClose
  private final World world = new World().with(World.TestSettings.of(Duration.ofMinutes(30), HOUR));

  @Test
  void aRequestThatFindsNobodyWaitsForTheRestartAsSoonAsTheCrashIsKnown() throws IOException {
    try (Origin next = Origin.sayingHello();
        Wire client = runningForAnHourToCome().send(GET + "\r\n")) {
      world.eventually(() -> world.gate().inFlight() == 1);
      world.asleep(State.CRASHED);
      world.eventually(() -> world.gate().held() == 1);
      world.quiet();

      world.wakeUp(next);

      assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      assertThat(next.requests).hasSize(1);
    }
  }

  @Test
  void aRequestThatFindsNobodyIsToldTheTrueReasonWhenNoAttemptFollows() throws IOException {
    try (Wire client = runningForAnHourToCome().send(GET + "\r\n")) {
      world.eventually(() -> world.gate().inFlight() == 1);
      world.asleep(State.CRASHED);
      world.answer(Outcome.FAILED, "It crashed 3 times.");

      assertThat(client.message())
          .startsWith("HTTP/1.1 503 ")
          .contains("problem:agent-failed", "It crashed 3 times.");
      world.quiet();
    }
  }

  @Test
  void anUpgradeThatFindsNobodyWaitsForTheRestartToo() throws IOException {
    try (Wire client = runningForAnHourToCome().send(WebSocketFrames.UPGRADE)) {
      world.eventually(() -> world.gate().inFlight() == 1);
      world.asleep(State.CRASHED);
      world.eventually(() -> world.gate().held() == 1);
      world.answer(Outcome.FAILED, "");

      assertThat(client.message()).contains("problem:agent-failed");
    }
  }

  @Test
  void whoPrefersNotToWaitIsNotTriedAgainFor() throws IOException {
    try (Wire client = runningForAnHourToCome().send(GET + "Prefer: wait=1\r\n\r\n")) {
      assertThat(client.message())
          .startsWith("HTTP/1.1 502 ")
          .contains("problem:agent-unreachable", "\"state\":\"running\"");
      world.quiet();
    }
  }

  /** It counts as just awake until then, at a port where nobody is. */
  private Wire runningForAnHourToCome() throws IOException {
    AgentView view = world.view(State.RUNNING, Optional.of(portOfNobody()), 0);
    world.routes.install(new AgentView(
        view.id(),
        view.state(),
        view.generation(),
        view.endpoint(),
        view.settings(),
        Instant.now().plus(HOUR),
        view.retryAtNanos(),
        view.lastWake(),
        view.lastWakeTook(),
        view.usualWake(),
        view.lastExit()));
    return world.client();
  }

  private static int portOfNobody() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }
}

package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.core.Agent.State;
import io.reveille.core.AgentView;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class EarlyConnectionsTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String POST =
      "POST /bots/lal/x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";

  @AutoClose
  private final World world = new World();

  @Test
  void theConnectionForTheFirstRequestIsMadeWhileTheAgentIsThawed() {
    try (Origin origin = Origin.sayingHello();
        Wire client = frozenAt(origin).send(POST)) {
      world.eventually(() -> origin.connections.get() == 1);
      assertThat(origin.requests).as("nothing is sent to a sleeping agent").isEmpty();

      world.wakeUp(origin);

      assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      assertThat(client.send(GET).message()).startsWith("HTTP/1.1 200 ");
      assertThat(origin.connections).hasValue(1);
      assertThat(origin.requests).hasSize(2);
    }
  }

  @RepeatedTest(10) // by which thread the agent is shown as waking is a matter of luck
  void itIsMadeAlsoIfTheAgentIsShownAsWakingAtOnce() {
    try (Origin origin = Origin.sayingHello()) {
      AgentView waking = world.view(State.STARTING, Optional.of(origin.port()), 0);
      world.whenAsked = () -> world.routes.install(waking);
      try (Wire client = frozenAt(origin).send(GET)) {
        world.eventually(() -> origin.connections.get() == 1);
        world.wakeUp(origin);
        assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void oneConnectionIsMadeHoweverManyWait() {
    try (Origin origin = Origin.sayingHello();
        Wire first = frozenAt(origin).send(GET);
        Wire second = world.client().send(GET)) {
      world.eventually(() -> world.gate().held() == 2);
      world.eventually(() -> origin.connections.get() == 1);
      world.wakeUp(origin);
      assertThat(first.message()).startsWith("HTTP/1.1 200 ");
      assertThat(second.message()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void anAgentThatWakesElsewhereIsNotReachedByIt() {
    try (Origin before = Origin.sayingHello();
        Origin after = Origin.sayingHello();
        Wire client = frozenAt(before).send(GET)) {
      world.eventually(() -> before.connections.get() == 1);

      world.wakeUp(after);

      assertThat(client.message()).startsWith("HTTP/1.1 200 ");
      assertThat(before.requests).isEmpty();
      assertThat(after.requests).hasSize(1);
    }
  }

  private Wire frozenAt(Origin origin) {
    AgentView frozen = world.view(State.PAUSED, Optional.of(origin.port()), 0);
    world.routes.install(frozen);
    return world.client();
  }
}

package io.reveille.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.reveille.bus.GatewayMessage.WakeReply.Outcome;
import io.reveille.core.Agent.State;
import org.junit.jupiter.api.Test;

/** Each request is told of once, with what its client saw. */
class TrafficTest {
  private static final String GET = "GET /bots/lal/x HTTP/1.1\r\nHost: h\r\n\r\n";

  @Test
  void aRequestIsToldOfWithTheStatusOfItsAnswer() {
    try (World world = new World();
        Origin origin = Origin.sayingHello()) {
      world.awake(origin);
      assertThat(world.ask(GET)).startsWith("HTTP/1.1 200");

      told(world, "lal 200");
    }
  }

  @Test
  void whatLeadsToNoAgentIsToldOfTogether() {
    try (World world = new World()) {
      world.ask("GET /bots/nobody/x HTTP/1.1\r\nHost: h\r\n\r\n");
      world.ask("GET /bots/-/x HTTP/1.1\r\nHost: h\r\n\r\n");

      told(world, "elsewhere 404", "elsewhere 400");
    }
  }

  @Test
  void aWaitEndsByWhatTheWakeCameTo() {
    try (World world = new World();
        Origin origin = Origin.sayingHello()) {
      world.asleep(State.PAUSED);
      Wire forwarded = world.client().send(GET);
      world.wakeUp(origin);
      assertThat(forwarded.head()).startsWith("HTTP/1.1 200");
      told(world, "lal held forwarded", "lal 200");
      world.asleep(State.STOPPED);
      Wire refused = world.client().send(GET);
      world.answer(Outcome.WAKE_FAILED, "no");
      assertThat(refused.head()).startsWith("HTTP/1.1 503");

      told(world, "lal held forwarded", "lal 200", "lal held wake-failed", "lal 503");
    }
  }

  @Test
  void aClientThatLeavesWhileItWaitsGotNoAnswer() {
    try (World world = new World()) {
      world.asleep(State.PAUSED);
      Wire client = world.client().send(GET);
      world.eventually(() -> world.gate().held() == 1);
      client.close();

      world.eventually(() -> world.traffic.told.size() == 2);
      assertThat(world.traffic.told).containsExactlyInAnyOrder("lal held client-gone", "lal 0");
    }
  }

  /** The answer may be there before anybody is told of it. */
  private static void told(World world, String... all) {
    world.eventually(() -> world.traffic.told.size() >= all.length);
    assertThat(world.traffic.told).containsExactly(all);
  }
}
